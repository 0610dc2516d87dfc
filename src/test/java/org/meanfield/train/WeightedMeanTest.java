package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WeightedMeanTest {
    private static final float[] NONE = {};

    @Test
    void weighsWorkersByTheirExamples() {
        State start = new State(new float[2], new float[1], 30);
        State mean = WeightedMean.of(
                        List.of(
                                result(start, 0, 3, new float[] {1, 2}, new float[] {8}),
                                result(start, 1, 1, new float[] {5, -2}, new float[] {0})),
                        start,
                        40)
                .state();
        assertThat(mean.parameters()).containsExactly(2, 1);
        assertThat(mean.updater()).containsExactly(6);
        assertThat(mean.steps()).isEqualTo(40);
    }

    @Test
    void isSummedInDoublePrecision() {
        // In single precision 2^24 + 1 is 2^24, and the sum would be lost.
        State start = zeros(1);
        WeightedMean mean = WeightedMean.of(
                List.of(
                        result(start, 0, 1, 1 << 24),
                        result(start, 1, 1, 1),
                        result(start, 2, 1, 1),
                        result(start, 3, 1, -(1 << 24))),
                start,
                1);
        assertThat(mean.state().parameters()).containsExactly(0.5f);
    }

    @Test
    void theBitsDoNotDependOnWhoCameFirst() {
        SplittableRandom random = new SplittableRandom(1);
        State start = new State(values(500, 1, random), new float[500], 0);
        List<WorkerResult> results = new ArrayList<>();
        float[] huge = values(500, 1e17, random);
        for (int worker = 0; worker < 9; worker++) {
            // Huge values that cancel: what is left of the small ones depends on the order of the sum.
            float[] values = worker == 2 ? huge : worker == 7 ? negated(huge) : values(500, 1, random);
            results.add(result(start, worker, 10, values, values));
        }
        WeightedMean inOrder = WeightedMean.of(results, start, 1);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(results, new Random(i));
            assertThatIsSame(WeightedMean.of(results, start, 1), inOrder);
        }
    }

    /** Wherever the chunks are made, and in whatever order they come. */
    @Test
    void theBitsAreThoseOfChunksMadeElsewhere() {
        SplittableRandom random = new SplittableRandom(2);
        int size = 3 * MeanChunk.SIZE + 5;
        State start = new State(values(size, 1, random), values(2 * size, 1, random), 0);
        List<WorkerResult> results = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            results.add(result(
                    start, worker, worker == 2 ? 0 : 5 + worker, values(size, 1, random), values(2 * size, 1, random)));
        }
        int count = MeanChunk.count(size, 2 * size);
        assertThat(count).isEqualTo(7);
        List<MeanChunk> chunks = IntStream.iterate(count - 1, chunk -> chunk >= 0, chunk -> chunk - 1)
                .mapToObj(chunk -> MeanChunk.of(
                        chunk,
                        results.stream()
                                .map(result -> result.with(
                                        MeanChunk.range(result.parameters(), chunk, count),
                                        MeanChunk.range(result.updater(), chunk, count)))
                                .toList(),
                        MeanChunk.range(start.parameters(), chunk, count)))
                .toList();
        List<WorkerResult> bare =
                results.stream().map(result -> result.with(NONE, NONE)).toList();

        assertThatIsSame(WeightedMean.of(chunks, bare, 1), WeightedMean.of(results, start, 1));
    }

    @Test
    void aWorkerWithoutExamplesIsIgnoredWhateverItBrings() {
        State start = new State(new float[] {1}, new float[] {1}, 0);
        WeightedMean mean = WeightedMean.of(
                List.of(
                        result(start, 0, 0, new float[] {Float.NaN}, new float[] {Float.POSITIVE_INFINITY}),
                        result(start, 1, 2, new float[] {3}, new float[] {4})),
                start,
                1);
        assertThat(mean.state().parameters()).containsExactly(3);
        assertThat(mean.state().updater()).containsExactly(4);
        assertThat(mean.consensusDistance()).isZero();
        assertThat(mean.cosine()).isEqualTo(1);
    }

    @Test
    void aNanOfAWorkerWithExamplesShows() {
        State start = zeros(1);
        WeightedMean mean = WeightedMean.of(List.of(result(start, 0, 1, Float.NaN), result(start, 1, 2, 3)), start, 1);
        assertThat(mean.state().parameters()).containsExactly(Float.NaN);
        assertThat(mean.consensusDistance()).isNaN();
    }

    @Test
    void nobodyAtAllIsAnError() {
        State start = zeros(0);
        assertThatThrownBy(() -> WeightedMean.of(List.of(result(start, 0, 0), result(start, 1, 0)), start, 1))
                .hasMessage("None of 2 workers trained on anything");
        assertThatThrownBy(() -> WeightedMean.of(List.of(), start, 1))
                .hasMessage("None of 0 workers trained on anything");
    }

    @Test
    void resultsOfAnotherNetworkAreRefused() {
        State start = zeros(1);
        WorkerResult other = new WorkerResult(4, new float[] {1, 2}, NONE, 1, 0, 0, 0);
        assertThatThrownBy(() -> WeightedMean.of(List.of(result(start, 2, 1, 1), other), start, 1))
                .hasMessage("Worker 4 brought 2 values but the state has 1");
    }

    @Test
    void theDivergenceIsTheRootOfTheWeightedMeanSquaredDistance() {
        State start = new State(new float[] {1, -3}, NONE, 0);
        // The mean is (2, 1): squared distances 1 + 1 and 9 + 9, weights 3 and 1.
        List<WorkerResult> results = List.of(result(start, 0, 3, 1, 2), result(start, 1, 1, 5, -2));
        assertThat(WeightedMean.of(results, start, 1).consensusDistance())
                .isCloseTo(Math.sqrt((3 * 2 + 1 * 18) / 4.0), within(1e-14));
    }

    @Test
    void theCosineIsTheWeightedMeanOverAllPairsOfWorkers() {
        State start = new State(new float[] {1, 1}, NONE, 0);
        // Steps (3, 0), (0, 2) and (−1, −1): cosines 0, −√½ and −√½, weights 2·1, 2·4 and 1·4.
        List<WorkerResult> results =
                List.of(result(start, 0, 2, 4, 1), result(start, 1, 1, 1, 3), result(start, 2, 4, 0, 0));
        assertThat(WeightedMean.of(results, start, 1).cosine())
                .isCloseTo(-(8 + 4) * Math.sqrt(0.5) / 14, within(1e-15));
    }

    @Test
    void theCosineIsBetweenOppositeAndEqual() {
        State start = zeros(3);
        WorkerResult one = result(start, 0, 3, 0.1f, 0.3f, 0.7f);
        WorkerResult same = result(start, 1, 5, 0.2f, 0.6f, 1.4f);
        WorkerResult opposite = result(start, 1, 3, -0.1f, -0.3f, -0.7f);
        assertThat(WeightedMean.of(List.of(one, same), start, 1).cosine())
                .isCloseTo(1, within(1e-7))
                .isLessThanOrEqualTo(1);
        assertThat(WeightedMean.of(List.of(one, opposite), start, 1).cosine())
                .isCloseTo(-1, within(1e-15))
                .isGreaterThanOrEqualTo(-1);
    }

    @Test
    void oneWorkerThatMovesGoesItsOwnWay() {
        State start = new State(new float[] {1, 2}, NONE, 0);
        WorkerResult alone = result(start, 0, 3, 4, 1);
        WorkerResult still = result(start, 1, 3, 1, 2);
        WorkerResult absent = result(start, 2, 0, 9, 9);
        assertThat(WeightedMean.of(List.of(alone), start, 1).cosine()).isEqualTo(1);
        assertThat(WeightedMean.of(List.of(alone, still, absent), start, 1).cosine())
                .isEqualTo(1);
        assertThat(WeightedMean.of(List.of(alone), start, 1).consensusDistance())
                .isZero();
    }

    private static void assertThatIsSame(WeightedMean mean, WeightedMean expected) {
        assertThat(mean.state().sha256()).isEqualTo(expected.state().sha256());
        assertThat(mean.consensusDistance()).isEqualTo(expected.consensusDistance());
        assertThat(mean.cosine()).isEqualTo(expected.cosine());
    }

    private static State zeros(int parameters) {
        return new State(new float[parameters], NONE, 0);
    }

    private static float[] values(int count, double scale, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (random.nextDouble() - 0.5));
        }
        return values;
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }

    private static WorkerResult result(State start, int worker, long examples, float... parameters) {
        return result(start, worker, examples, parameters, NONE);
    }

    private static WorkerResult result(State start, int worker, long examples, float[] parameters, float[] updater) {
        return WorkerResult.of(worker, start, new State(parameters, updater, 1), examples, 0, 0);
    }
}
