package org.meanfield.job.doctor;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.spark.RoundCost;

/**
 * The speed of a job by its number of workers, between two measurements: a round of H local steps takes H · step + overhead seconds, and both grow
 * in proportion to the workers.
 *
 * @param one measured with one worker
 * @param all measured with as many workers as the job and the cluster have
 * @param batch images of a local step
 * @param localSteps H
 */
record Forecast(RoundCost one, RoundCost all, int batch, int localSteps) {
    /** The share of a round that its overhead should stay below. */
    private static final double SMALL = 0.05;

    /** Images per second with this number of workers, each on a slot of its own. */
    record Speed(int workers, double imagesPerSecond, double speedUp) {}

    /** Returns the speeds of 1, 2, 4, … workers up to the most that were measured, and of those. */
    List<Speed> speeds() {
        List<Speed> speeds = new ArrayList<>();
        for (int workers = 1; workers < all.workers(); workers *= 2) {
            speeds.add(speed(workers));
        }
        speeds.add(speed(all.workers()));
        return speeds;
    }

    private Speed speed(int workers) {
        double speed = imagesPerSecond(workers);
        return new Speed(workers, speed, speed / imagesPerSecond(1));
    }

    private double imagesPerSecond(int workers) {
        double step = between(one.step(), all.step(), workers);
        double overhead = between(one.overhead(), all.overhead(), workers);
        return (double) workers * localSteps * batch / (localSteps * step + overhead);
    }

    private double between(double first, double last, int workers) {
        return all.workers() == 1 ? last : first + (last - first) * (workers - 1) / (all.workers() - 1);
    }

    /** Returns the local steps from which a round's overhead is less than 5 % of it: o / (H · s + o) ≤ 0.05. */
    int stepsOfSmallOverhead() {
        return (int) Math.max(1, Math.ceil(all.overhead() * (1 - SMALL) / SMALL / all.step()));
    }

    /** Returns the share of a round of this job's local steps that is overhead. */
    double overheadShare() {
        return all.overhead() / (localSteps * all.step() + all.overhead());
    }
}
