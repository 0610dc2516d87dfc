package org.meanfield.spark;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.Batches;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;

/**
 * One worker's part of a round, on the executor that has its shard.
 *
 * @param training the constants of the job
 * @param state the state that the round starts from
 * @param until the local step, counted from the start of the job, that the round ends before
 */
record TrainWorker(Broadcast<Training> training, Broadcast<State> state, long until)
        implements Function<Shard, WorkerResult> {
    @Override
    public WorkerResult call(Shard shard) throws InterruptedException {
        Training job = training.value();
        Batches batches = job.batches(shard);
        return Learners.use(
                job.learner(), learner -> learner.localSteps(state.value(), until, shard.worker(), batches));
    }
}
