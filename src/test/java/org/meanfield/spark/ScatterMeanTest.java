package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.MeanChunk;
import org.meanfield.train.State;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;

final class ScatterMeanTest {
    private static final int SIZE = 200_000;
    private static final State START = state(0);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void theBitsAreThoseOfTheDriver(int tasks) {
        JavaSparkContext context = LocalSpark.context();
        List<WorkerResult> results = IntStream.range(0, 5)
                .mapToObj(worker -> WorkerResult.of(worker, START, state(1 + worker), 10 + worker, 0.5, 0.25))
                .toList();
        int chunks = MeanChunk.count(SIZE, 2 * SIZE);
        assertThat(chunks).isEqualTo(7);

        // In an order of their own.
        List<ScatterMean.Sum> sums = ScatterMean.of(
                context.parallelize(List.of(3, 1, 4, 0, 2), 5).map(results::get),
                context.broadcast(START),
                chunks,
                tasks);
        List<WorkerResult> bare =
                sums.stream().flatMap(sum -> sum.workers().stream()).toList();
        WeightedMean mean =
                WeightedMean.of(sums.stream().map(ScatterMean.Sum::chunk).toList(), bare, 7);

        WeightedMean expected = WeightedMean.of(results, START, 7);
        assertThat(mean.state().sha256()).isEqualTo(expected.state().sha256());
        assertThat(mean.consensusDistance())
                .isEqualTo(expected.consensusDistance())
                .isPositive();
        assertThat(mean.cosine()).isEqualTo(expected.cosine());
        assertThat(bare).extracting(WorkerResult::worker).containsExactly(0, 1, 2, 3, 4);
        assertThat(bare).extracting(WorkerResult::lossSum).containsOnly(0.5);
    }

    @Test
    void aTaskForEachCoreAndMoreWhereThatIsTooMuchForOne() {
        long mega = 1 << 20;
        assertThat(ScatterMean.tasks(2 * 128 * mega, 2, 100)).isEqualTo(2);
        assertThat(ScatterMean.tasks(2 * 128 * mega + 1, 2, 100)).isEqualTo(3);
        assertThat(ScatterMean.tasks(5_120 * mega, 2, 100)).isEqualTo(40);
        assertThat(ScatterMean.tasks(mega, 64, 7)).isEqualTo(7);
    }

    /** A thousand rounds would fill a disk. */
    @Test
    void aRoundLeavesNoShuffleBehind() {
        JavaSparkContext context = LocalSpark.context();
        int before = ((MapOutputTrackerMaster) context.sc().env().mapOutputTracker())
                .shuffleStatuses()
                .size();
        WorkerResult result = WorkerResult.of(0, START, state(1), 1, 0, 0);

        ScatterMean.of(
                context.parallelize(List.of(0), 1).map(worker -> result),
                context.broadcast(START),
                MeanChunk.count(SIZE, 2 * SIZE),
                2);

        assertThat(((MapOutputTrackerMaster) context.sc().env().mapOutputTracker())
                        .shuffleStatuses()
                        .size())
                .isEqualTo(before);
    }

    private static State state(long seed) {
        return new State(values(SIZE, seed), values(2 * SIZE, -seed), seed);
    }

    private static float[] values(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
