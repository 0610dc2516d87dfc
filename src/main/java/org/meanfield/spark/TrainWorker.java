package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Normalization;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;

/**
 * One worker's part of a round, on the executor that has its shard.
 *
 * @param work what is the same in every round
 * @param state where the round starts
 * @param until the local step, counted from the start of the job, that the round ends before
 */
record TrainWorker(Broadcast<Work> work, Broadcast<State> state, long until) implements Function<Shard, WorkerResult> {
    /** What is the same in every round of a job. */
    record Work(
            LearnerSettings learner,
            RoundPlan plan,
            Normalization normalization,
            double labelSmoothing,
            List<Augmentation> augment)
            implements Serializable {
        /** Returns the batches of a shard. */
        Batches batches(Shard shard) {
            return new Batches(
                    plan,
                    learner.seed(),
                    shard.worker(),
                    shard.images(),
                    normalization,
                    learner.classes(),
                    labelSmoothing,
                    augment);
        }
    }

    @Override
    public WorkerResult call(Shard shard) throws InterruptedException {
        Work job = work.value();
        Batches batches = job.batches(shard);
        return Learners.use(
                job.learner(), learner -> learner.localSteps(state.value(), until, shard.worker(), batches));
    }
}
