package org.meanfield.job;

import org.meanfield.data.Split;
import org.meanfield.spark.Cluster;
import org.meanfield.sweep.Placement;
import org.meanfield.train.TrainerKind;

/** What the trials of a sweep need of a cluster. */
final class SweepNeeds {
    /** Parameters with the two values of Adam for each. */
    private static final int FLOATS_PER_PARAMETER = 3;

    /** Where a round starts, its mean, the next state, the selected one and the outer step's two vectors. */
    private static final int STATES_OF_A_TRIAL = 6;

    /** Of small data sets a JVM keeps the images as they were published, and the workers' shards. */
    private static final int COPIES = 2;

    private SweepNeeds() {}

    static Placement.Circumstances circumstances(SweepPlan plan, Cluster cluster) {
        long images = plan.data().entrySet().stream()
                .mapToLong(data -> (long) data.getValue().splits().count(Split.TRAIN)
                        * data.getKey().shape().size())
                .sum();
        long largest = plan.first().stream().mapToLong(SweepNeeds::states).max().orElseThrow();
        return new Placement.Circumstances(
                plan.trials().size(),
                cluster.cores(),
                COPIES * images + cluster.coresOfAnExecutor() * largest,
                cluster.heap() / 2,
                plan.first().stream().allMatch(first -> first.job().train().trainer() == TrainerKind.ROUNDS));
    }

    /** Returns how many trials run at once. */
    static int atOnce(SweepPlan plan, Placement placement, Cluster cluster) {
        int trials = plan.trials().size();
        if (placement == Placement.PACKED) {
            return Math.min(trials, cluster.cores());
        }
        int workers = plan.first().stream()
                .mapToInt(first -> first.plan().workers())
                .min()
                .orElseThrow();
        // One more than fill the cores: while a driver's thread averages one trial, they have another.
        return Math.min(trials, Math.max(1, cluster.cores() / workers) + 1);
    }

    private static long states(PreparedJob prepared) {
        long state = Float.BYTES
                * FLOATS_PER_PARAMETER
                * prepared.learner().summary().parameters();
        return state * (STATES_OF_A_TRIAL + prepared.plan().workers());
    }
}
