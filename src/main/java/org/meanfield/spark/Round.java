package org.meanfield.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.MeanChunk;
import org.meanfield.train.OuterStep;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;

/**
 * One round on Spark, for whichever kind of worker: the state goes out by broadcast, a task for each shard takes local
 * steps, and what they bring back has its ordered, weighted mean.
 *
 * @param results one of each worker; where the mean was made on the executors without their numbers
 * @param mean the weighted mean of their states
 * @param broadcastSeconds for sending the state
 * @param computeSeconds from the start of the tasks until the last result was there
 * @param meanSeconds for the mean
 */
public record Round(
        List<WorkerResult> results,
        WeightedMean mean,
        double broadcastSeconds,
        double computeSeconds,
        double meanSeconds) {
    /** The setting for how much the driver takes in for a mean of its own; beyond it the executors make it. */
    static final String DRIVER_BYTES = "spark.meanfield.driverMean";

    /** A driver takes in and sums about this much in the time that a few tasks more for a shuffle take. */
    private static final String DEFAULT_DRIVER_BYTES = "256m";

    /**
     * Takes one.
     *
     * @param state where it starts
     * @param until the local step that it ends before
     * @param worker makes, of the broadcast state, what a task does with its shard
     */
    public static <S> Round take(
            JavaSparkContext context,
            JavaRDD<S> shards,
            State state,
            long until,
            java.util.function.Function<Broadcast<State>, Function<S, WorkerResult>> worker) {
        long start = System.nanoTime();
        return Broadcasts.use(context, state.forWorkers(), broadcast -> {
            long sent = System.nanoTime();
            JavaRDD<WorkerResult> tasks = shards.map(worker.apply(broadcast));
            List<WorkerResult> results;
            List<ScatterMean.Sum> sums = List.of();
            long bytes = (long) Float.BYTES
                    * shards.getNumPartitions()
                    * (state.parameters().length + state.updater().length);
            if (bytes <= context.getConf().getSizeAsBytes(DRIVER_BYTES, DEFAULT_DRIVER_BYTES)) {
                results = tasks.collect();
            } else {
                int chunks = MeanChunk.count(state.parameters().length, state.updater().length);
                sums = ScatterMean.of(
                        tasks, broadcast, chunks, ScatterMean.tasks(bytes, context.defaultParallelism(), chunks));
                results = sums.stream().flatMap(sum -> sum.workers().stream()).toList();
            }
            long computed = System.nanoTime();
            ExecutorCheck.agree();
            WeightedMean mean = sums.isEmpty()
                    ? WeightedMean.of(results, state, until)
                    : WeightedMean.of(sums.stream().map(ScatterMean.Sum::chunk).toList(), results, until);
            long reduced = System.nanoTime();
            return new Round(results, mean, seconds(start, sent), seconds(sent, computed), seconds(computed, reduced));
        });
    }

    /**
     * Returns what comes of it after the outer step.
     *
     * @param before the state that it started from
     * @param round its number, from 0
     * @param localStepsSeconds for how long local steps kept the cores busy
     */
    Trainer.RoundResult outcome(
            TrainSettings settings,
            RoundPlan plan,
            OuterStep outerStep,
            State before,
            int round,
            double localStepsSeconds) {
        long start = System.nanoTime();
        State next = outerStep.next(before, mean.state(), round);
        double reduceSeconds = meanSeconds + seconds(start, System.nanoTime());
        long last = next.steps() - 1;
        RoundRow row = new RoundRow(
                round + 1,
                plan.epoch(last) + 1,
                (int) (next.steps() - before.steps()),
                examples(),
                loss(),
                settings.learningRate(last, plan.totalSteps()),
                broadcastSeconds,
                computeSeconds,
                localStepsSeconds,
                reduceSeconds,
                0,
                examples() / (broadcastSeconds + computeSeconds + reduceSeconds),
                mean.consensusDistance(),
                mean.cosine());
        return new Trainer.RoundResult(next, row);
    }

    /** Returns the images that all workers together trained on. */
    long examples() {
        return results.stream().mapToLong(WorkerResult::examples).sum();
    }

    /** Returns the mean of their losses, summed in the order of the workers, so that its bits are always the same. */
    public double loss() {
        return results.stream()
                        .sorted(WeightedMean.BY_WORKER)
                        .mapToDouble(WorkerResult::lossSum)
                        .reduce(0, Double::sum)
                / examples();
    }

    public static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
