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
 * One round on Spark, for any kind of worker: the state is broadcast, one task per shard takes local steps from it, and
 * the driver takes the weighted mean of the results in worker order.
 *
 * @param results the result of each worker; without parameters where the executors computed the mean
 * @param mean the weighted mean of the workers' states
 * @param broadcastSeconds seconds to broadcast the state
 * @param computeSeconds seconds from the start of the tasks until the last result arrived
 * @param meanSeconds seconds to compute the mean
 */
public record Round(
        List<WorkerResult> results,
        WeightedMean mean,
        double broadcastSeconds,
        double computeSeconds,
        double meanSeconds) {
    /** The setting for the bytes of results up to which the driver computes the mean; above it the executors do. */
    static final String DRIVER_BYTES = "spark.meanfield.driverMean";

    /** Receiving and summing this much on the driver takes about as long as the additional tasks of a shuffle. */
    private static final String DEFAULT_DRIVER_BYTES = "256m";

    /**
     * Runs one round.
     *
     * @param state the state that the workers start from
     * @param until the local step, counted from the start of the job, that the round ends before
     * @param worker creates, from the broadcast state, the function of a task from its shard to its result
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
                sums = ScatterMean.of(tasks, broadcast, chunks, ScatterMean.tasks(bytes, Slots.of(context), chunks));
                results = sums.stream().flatMap(sum -> sum.workers().stream()).toList();
            }
            long computed = System.nanoTime();
            ExecutorCheck.checkAgreement(context);
            WeightedMean mean = sums.isEmpty()
                    ? WeightedMean.of(results, state, until)
                    : WeightedMean.of(sums.stream().map(ScatterMean.Sum::chunk).toList(), results, until);
            long reduced = System.nanoTime();
            return new Round(results, mean, seconds(start, sent), seconds(sent, computed), seconds(computed, reduced));
        });
    }

    /**
     * Applies the outer step and builds the round's row.
     *
     * @param before the state that the round started from
     * @param round the round's number, from 0
     * @param localStepsSeconds seconds of compute that local steps took
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

    /** Returns the number of images that all workers trained on. */
    long examples() {
        return results.stream().mapToLong(WorkerResult::examples).sum();
    }

    /** Returns the mean loss per image, summed in worker order, so that its bits are always the same. */
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
