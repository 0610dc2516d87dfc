package org.meanfield.spark;

import org.meanfield.data.Split;
import org.meanfield.train.Learner;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/** Measurement of the time of a local step on a core of this machine. */
public final class StepCost {
    /** Enough steps for the JIT compiler. */
    private static final int WARM_UP = 20;

    private static final int MEASURED = 20;

    private StepCost() {}

    /** Takes a few steps of {@code training}, and returns the seconds per step. */
    public static double seconds(Training training, InitialState first) throws InterruptedException {
        RoundPlan plan = training.plan();
        int images = images(plan, training.learner().shape().size());
        RoundPlan fewSteps = new RoundPlan(images, 1, plan.batch(), 1, WARM_UP + MEASURED, 0);
        Training few = new Training(
                training.settings(),
                training.augment(),
                fewSteps,
                training.learner(),
                training.splits(),
                training.normalization());
        // In memory, since without a Spark session there are no local folders for mapped files.
        Shard shard = new Shard(
                new Shard.Slice(training.splits(), 0, 0, images),
                training.splits().read(Split.TRAIN, 0, images));
        State state = first.initialState(training.learner());
        try (Learner learner = Learners.create(training.learner())) {
            learner.localSteps(state, WARM_UP, 0, few.batches(shard));
            State warm = new State(state.parameters(), state.updater(), WARM_UP);
            return learner.localSteps(warm, WARM_UP + MEASURED, 0, few.batches(shard))
                            .seconds()
                    / MEASURED;
        }
    }

    /** The images that the steps need, or as many as fit in memory, which the steps then reuse. */
    static int images(RoundPlan plan, int size) {
        long taken = (long) plan.batch() * (WARM_UP + MEASURED);
        long fitting = Math.max(plan.batch(), Shard.LARGEST_IN_MEMORY / size);
        return (int) Math.min(plan.samples(), Math.min(taken, fitting));
    }
}
