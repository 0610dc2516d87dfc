package org.meanfield.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.State;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;

/**
 * One round on Spark, for whichever kind of worker: the state goes out by broadcast, a task for each shard takes local
 * steps, and what they bring back has its ordered, weighted mean.
 *
 * @param results one of each worker
 * @param mean the weighted mean of their states
 * @param broadcastSeconds for sending the state
 * @param computeSeconds from the start of the tasks until the last result was there
 * @param meanSeconds for the mean
 */
record Round(
        List<WorkerResult> results, State mean, double broadcastSeconds, double computeSeconds, double meanSeconds) {
    /**
     * Takes one.
     *
     * @param state where it starts
     * @param until the local step that it ends before
     * @param worker makes, of the broadcast state, what a task does with its shard
     */
    static <S> Round take(
            JavaSparkContext context,
            JavaRDD<S> shards,
            State state,
            long until,
            java.util.function.Function<Broadcast<State>, Function<S, WorkerResult>> worker) {
        long start = System.nanoTime();
        Broadcast<State> broadcast = context.broadcast(state.forWorkers());
        long sent = System.nanoTime();
        List<WorkerResult> results = shards.map(worker.apply(broadcast)).collect();
        long computed = System.nanoTime();
        State mean = WeightedMean.of(results, until);
        long reduced = System.nanoTime();
        broadcast.destroy();
        return new Round(results, mean, seconds(start, sent), seconds(sent, computed), seconds(computed, reduced));
    }

    /** Returns the images that all workers together trained on. */
    long examples() {
        return results.stream().mapToLong(WorkerResult::examples).sum();
    }

    /** Returns the mean of their losses, summed in the order of the workers, so that its bits are always the same. */
    double loss() {
        return results.stream()
                        .sorted(WeightedMean.BY_WORKER)
                        .mapToDouble(WorkerResult::lossSum)
                        .reduce(0, Double::sum)
                / examples();
    }

    static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
