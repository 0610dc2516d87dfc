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
 * The weighted mean made on the executors, for many workers or large networks: each worker scatters its chunks through a
 * shuffle, tasks sum some chunks each over all workers, and the driver gets one mean in place of all states. The bits are
 * those of the driver's own sum.
 */
final class ScatterMean {
    /** What a task that sums takes in, or a little more: an executor holds as many such tasks as it has cores. */
    private static final long TASK_BYTES = 128L << 20;

    private static final float[] NOTHING = {};

    private ScatterMean() {}

    /** A chunk's mean; the one of the first chunk brings what else the workers have to say. */
    record Sum(MeanChunk chunk, List<WorkerResult> workers) implements Serializable {}

    /** Returns the tasks that sum {@code bytes} in so many chunks: one for each core, and more where that is too much for one. */
    static int tasks(long bytes, int cores, int chunks) {
        return (int) Math.min(chunks, Math.max(cores, (bytes + TASK_BYTES - 1) / TASK_BYTES));
    }

    /** Returns the chunks of the mean of {@code results}, made by so many tasks. */
    static List<Sum> of(JavaRDD<WorkerResult> results, Broadcast<State> start, int chunks, int tasks) {
        JavaRDD<Sum> sums =
                results.flatMapToPair(new Scatter(chunks)).groupByKey(tasks).map(new SumChunk(start, chunks));
        List<Sum> collected = sums.collect();
        // Each round's files, of which Spark would only think when the driver's heap is full.
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
                                    .map(worker -> worker.with(NOTHING, NOTHING))
                                    .toList());
        }
    }
}
