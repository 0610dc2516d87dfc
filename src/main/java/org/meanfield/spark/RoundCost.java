package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/**
 * What a round costs on a cluster, measured by a few of them.
 *
 * @param workers of the round
 * @param step seconds of a local step, with all workers at work
 * @param overhead seconds of a round beyond its local steps: broadcast, scheduling, results, mean
 * @param broadcast seconds of these that the driver takes to store the state for the executors
 */
public record RoundCost(int workers, double step, double overhead, double broadcast) {
    private static final int STEPS = 5;

    /** Enough rounds to read the shards, and for the JIT compiler. */
    private static final int WARM_UP = 20;

    private static final int MEASURED = 7;

    /**
     * Measures rounds of {@code training}'s job with this number of workers, on as many images as they need.
     *
     * @return medians
     */
    public static RoundCost measure(JavaSparkContext context, Training training, InitialState first, int workers)
            throws InterruptedException {
        RoundPlan job = training.plan();
        int images = Math.toIntExact(Math.min(job.samples(), (long) workers * STEPS * job.batch()));
        RoundPlan plan = new RoundPlan(images, workers, job.batch(), STEPS, (WARM_UP + MEASURED) * STEPS, 0);
        Training few = training.with(plan, training.learner());
        List<RoundRow> rows = new ArrayList<>();
        try (RoundTrainer trainer = new RoundTrainer(context, few)) {
            State state = first.initialState(training.learner());
            for (int round = 0; round < WARM_UP + MEASURED; round++) {
                Trainer.RoundResult result = trainer.round(state, round);
                state = result.state();
                if (round >= WARM_UP) {
                    rows.add(result.row());
                }
            }
        }
        return new RoundCost(
                workers,
                median(rows, row -> row.localStepsSeconds() / row.localSteps()),
                median(rows, row -> row.seconds() - row.localStepsSeconds()),
                median(rows, RoundRow::broadcastSeconds));
    }

    private static double median(List<RoundRow> rows, ToDoubleFunction<RoundRow> value) {
        double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
