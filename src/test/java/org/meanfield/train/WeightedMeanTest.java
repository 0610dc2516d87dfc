package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WeightedMeanTest {
    private static final float[] NONE = {};

    @Test
    void weighsWorkersByTheirExamples() {
        State mean = WeightedMean.of(
                List.of(
                        result(0, 3, new float[] {1, 2}, new float[] {8}),
                        result(1, 1, new float[] {5, -2}, new float[] {0})),
                40);
        assertThat(mean.parameters()).containsExactly(2, 1);
        assertThat(mean.updater()).containsExactly(6);
        assertThat(mean.steps()).isEqualTo(40);
    }

    @Test
    void isSummedInDoublePrecision() {
        // In single precision 2^24 + 1 is 2^24, and the sum would be lost.
        State mean = WeightedMean.of(
                List.of(
                        result(0, 1, new float[] {1 << 24}, NONE),
                        result(1, 1, new float[] {1}, NONE),
                        result(2, 1, new float[] {1}, NONE),
                        result(3, 1, new float[] {-(1 << 24)}, NONE)),
                1);
        assertThat(mean.parameters()).containsExactly(0.5f);
    }

    @Test
    void theBitsDoNotDependOnWhoCameFirst() {
        SplittableRandom random = new SplittableRandom(1);
        List<WorkerResult> results = new ArrayList<>();
        float[] huge = values(500, 1e17, random);
        for (int worker = 0; worker < 9; worker++) {
            // Huge values that cancel: what is left of the small ones depends on the order of the sum.
            float[] values = worker == 2 ? huge : worker == 7 ? negated(huge) : values(500, 1, random);
            results.add(result(worker, 10, values, values));
        }
        State inOrder = WeightedMean.of(results, 1);
        double cosine = WeightedMean.cosine(results, inOrder);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(results, new Random(i));
            State mean = WeightedMean.of(results, 1);
            assertThat(mean.parameters()).containsExactly(inOrder.parameters());
            assertThat(mean.updater()).containsExactly(inOrder.updater());
            assertThat(WeightedMean.divergence(results, mean)).isEqualTo(WeightedMean.divergence(results, inOrder));
            assertThat(WeightedMean.cosine(results, inOrder)).isEqualTo(cosine);
        }
    }

    @Test
    void aWorkerWithoutExamplesIsIgnoredWhateverItBrings() {
        List<WorkerResult> results = List.of(
                result(0, 0, new float[] {Float.NaN}, new float[] {Float.POSITIVE_INFINITY}),
                result(1, 2, new float[] {3}, new float[] {4}));
        State mean = WeightedMean.of(results, 1);
        assertThat(mean.parameters()).containsExactly(3);
        assertThat(mean.updater()).containsExactly(4);
        assertThat(WeightedMean.divergence(results, mean)).isZero();
    }

    @Test
    void aNanOfAWorkerWithExamplesShows() {
        List<WorkerResult> results =
                List.of(result(0, 1, new float[] {Float.NaN}, NONE), result(1, 2, new float[] {3}, NONE));
        assertThat(WeightedMean.of(results, 1).parameters()).containsExactly(Float.NaN);
    }

    @Test
    void nobodyAtAllIsAnError() {
        assertThatThrownBy(() -> WeightedMean.of(List.of(result(0, 0, NONE, NONE), result(1, 0, NONE, NONE)), 1))
                .hasMessage("None of 2 workers trained on anything");
        assertThatThrownBy(() -> WeightedMean.of(List.of(), 1)).hasMessage("None of 0 workers trained on anything");
    }

    @Test
    void resultsOfDifferentNetworksAreRefused() {
        List<WorkerResult> results =
                List.of(result(4, 1, new float[] {1, 2}, NONE), result(2, 1, new float[] {1}, NONE));
        assertThatThrownBy(() -> WeightedMean.of(results, 1))
                .hasMessage("Worker 4 brought 2 values but worker 2 brought 1");
    }

    @Test
    void theDivergenceIsTheRootOfTheWeightedMeanSquaredDistance() {
        // The mean is (2, 1): squared distances 1 + 1 and 9 + 9, weights 3 and 1.
        List<WorkerResult> results =
                List.of(result(0, 3, new float[] {1, 2}, NONE), result(1, 1, new float[] {5, -2}, NONE));
        assertThat(WeightedMean.divergence(results, WeightedMean.of(results, 1)))
                .isEqualTo(Math.sqrt((3 * 2 + 1 * 18) / 4.0));
    }

    @Test
    void theCosineIsTheWeightedMeanOverAllPairsOfWorkers() {
        State start = new State(new float[] {1, 1}, NONE, 0);
        // Steps (3, 0), (0, 2) and (−1, −1): cosines 0, −√½ and −√½, weights 2·1, 2·4 and 1·4.
        List<WorkerResult> results = List.of(
                result(0, 2, new float[] {4, 1}, NONE),
                result(1, 1, new float[] {1, 3}, NONE),
                result(2, 4, new float[] {0, 0}, NONE));
        assertThat(WeightedMean.cosine(results, start)).isCloseTo(-(8 + 4) * Math.sqrt(0.5) / 14, within(1e-15));
    }

    @Test
    void theCosineIsBetweenOppositeAndEqual() {
        State start = new State(new float[] {0, 0, 0}, NONE, 0);
        WorkerResult one = result(0, 3, new float[] {0.1f, 0.3f, 0.7f}, NONE);
        WorkerResult same = result(1, 5, new float[] {0.2f, 0.6f, 1.4f}, NONE);
        WorkerResult opposite = result(1, 3, new float[] {-0.1f, -0.3f, -0.7f}, NONE);
        assertThat(WeightedMean.cosine(List.of(one, same), start))
                .isCloseTo(1, within(1e-7))
                .isLessThanOrEqualTo(1);
        assertThat(WeightedMean.cosine(List.of(one, opposite), start))
                .isCloseTo(-1, within(1e-15))
                .isGreaterThanOrEqualTo(-1);
    }

    @Test
    void oneWorkerThatMovesGoesItsOwnWay() {
        State start = new State(new float[] {1, 2}, NONE, 0);
        WorkerResult alone = result(0, 3, new float[] {4, 1}, NONE);
        WorkerResult still = result(1, 3, new float[] {1, 2}, NONE);
        WorkerResult absent = result(2, 0, new float[] {9, 9}, NONE);
        assertThat(WeightedMean.cosine(List.of(alone), start)).isEqualTo(1);
        assertThat(WeightedMean.cosine(List.of(alone, still, absent), start)).isEqualTo(1);
        assertThat(WeightedMean.divergence(List.of(alone), WeightedMean.of(List.of(alone), 1)))
                .isZero();
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

    private static WorkerResult result(int worker, long examples, float[] parameters, float[] updater) {
        return new WorkerResult(worker, parameters, updater, examples, 0, 0);
    }
}
