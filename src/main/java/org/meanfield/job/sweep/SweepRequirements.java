package org.meanfield.job.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanfield.data.Split;
import org.meanfield.job.train.OpenData;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.spark.Cluster;
import org.meanfield.sweep.Placement;

/** Resource requirements of a sweep's trials. */
final class SweepRequirements {
    /** A parameter and Adam's two values. */
    private static final int FLOATS_PER_PARAMETER = 3;

    /** The round's start, its mean, the next state, the selected state and the outer step's two vectors. */
    private static final int STATES_OF_A_TRIAL = 6;

    private SweepRequirements() {}

    static Placement.Circumstances circumstances(SweepPlan plan, Cluster cluster) {
        return new Placement.Circumstances(
                plan.trials().size() - plan.settled(),
                cluster.slots(),
                images(plan) + cluster.slotsOfAnExecutor() * largest(plan),
                available(cluster),
                plan.first().stream().allMatch(PreparedJob::fitsOneTask));
    }

    /** Returns the number of concurrent trials. */
    static int atOnce(SweepPlan plan, Placement placement, Cluster cluster) {
        int trials = plan.trials().size() - plan.settled();
        if (placement == Placement.PACKED) {
            return Math.min(trials, cluster.slots());
        }
        int workers = plan.first().stream()
                .mapToInt(first -> first.plan().workers())
                .min()
                .orElseThrow();
        // One more than fill the slots, to keep them busy while a driver thread averages.
        int busy = Math.max(1, cluster.slots() / workers) + 1;
        long held = (available(cluster) - images(plan)) / largest(plan);
        return (int) Math.max(1, Math.min(held, Math.min(trials, busy)));
    }

    /** Half of the heap; Spark and the rest of the program need the other half. */
    private static long available(Cluster cluster) {
        return cluster.heap() / 2;
    }

    /** Of each data set a JVM caches the images in published order, and as shards for each number of workers. */
    private static long images(SweepPlan plan) {
        Map<OpenData, List<PreparedJob>> byData =
                plan.first().stream().collect(Collectors.groupingBy(PreparedJob::data));
        return byData.values().stream()
                .mapToLong(jobs -> {
                    PreparedJob one = jobs.get(0);
                    long bytes = (long) one.data().splits().count(Split.TRAIN)
                            * one.job().data().shape().size();
                    long sizes = jobs.stream()
                            .map(job -> job.plan().workers())
                            .distinct()
                            .count();
                    return bytes * (1 + sizes);
                })
                .sum();
    }

    private static long largest(SweepPlan plan) {
        return plan.first().stream().mapToLong(SweepRequirements::states).max().orElseThrow();
    }

    private static long states(PreparedJob prepared) {
        long state = Float.BYTES
                * FLOATS_PER_PARAMETER
                * prepared.learner().summary().parameters();
        return state * (STATES_OF_A_TRIAL + prepared.plan().workers());
    }
}
