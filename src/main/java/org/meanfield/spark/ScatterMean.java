package org.meanfield.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.MeanChunk;
import org.meanfield.train.State;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;
import scala.Tuple2;

/**
 * Weighted mean computed on the executors, for many workers or large networks: a reduce-scatter through a shuffle,
 * whose tasks each sum some chunks over all workers, and the driver collects one mean instead of all states. The bits
 * are those of the driver's own sum.
 */
final class ScatterMean {
    /** The approximate input of a summing task: an executor holds as many such tasks as it has cores. */
    private static final long TASK_BYTES = 128L << 20;

    private static final float[] EMPTY = {};

    private ScatterMean() {}

    /** A chunk's mean; that of the first chunk carries the workers' other results. */
    record Sum(MeanChunk chunk, List<WorkerResult> workers) implements Serializable {}

    /**
     * Returns the number of tasks that sum {@code bytes} in so many chunks: one per core, and more if that is too much
     * for one.
     */
    static int tasks(long bytes, int cores, int chunks) {
        return (int) Math.min(chunks, Math.max(cores, (bytes + TASK_BYTES - 1) / TASK_BYTES));
    }

    /** Returns the chunks of the mean of {@code results}, computed by so many tasks. */
    static List<Sum> of(JavaRDD<WorkerResult> results, Broadcast<State> start, int chunks, int tasks) {
        JavaRDD<Sum> sums =
                results.flatMapToPair(new Scatter(chunks)).groupByKey(tasks).map(new SumChunk(start, chunks));
        List<Sum> collected = sums.collect();
        // The round's shuffle files, which Spark would delete only after a garbage collection of the driver.
        sums.rdd().cleanShuffleDependencies(false);
        return collected;
    }

    private record Scatter(int chunks) implements PairFlatMapFunction<WorkerResult, Integer, WorkerResult> {
        @Override
        public Iterator<Tuple2<Integer, WorkerResult>> call(WorkerResult result) {
            return IntStream.range(0, chunks)
                    .mapToObj(chunk -> new Tuple2<>(
                            chunk,
                            result.with(
                                    MeanChunk.range(result.parameters(), chunk, chunks),
                                    MeanChunk.range(result.updater(), chunk, chunks))))
                    .iterator();
        }
    }

    private record SumChunk(Broadcast<State> start, int chunks)
            implements Function<Tuple2<Integer, Iterable<WorkerResult>>, Sum> {
        @Override
        public Sum call(Tuple2<Integer, Iterable<WorkerResult>> pieces) {
            int chunk = pieces._1();
            List<WorkerResult> workers = new ArrayList<>();
            pieces._2().forEach(workers::add);
            workers.sort(WeightedMean.BY_WORKER);
            MeanChunk mean =
                    MeanChunk.of(chunk, workers, MeanChunk.range(start.value().parameters(), chunk, chunks));
            return new Sum(
                    mean,
                    chunk > 0
                            ? List.of()
                            : workers.stream()
                                    .map(worker -> worker.with(EMPTY, EMPTY))
                                    .toList());
        }
    }
}
