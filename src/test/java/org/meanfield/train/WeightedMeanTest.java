package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        for (int worker = 0; worker < 9; worker++) {
            float[] values = new float[500];
            for (int i = 0; i < values.length; i++) {
                // From tiny to huge, so that sums in another order have other bits.
                values[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-18, 19)));
            }
            results.add(result(worker, 1 + random.nextInt(100), values, values));
        }
        State inOrder = WeightedMean.of(results, 1);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(results, new Random(i));
            State mean = WeightedMean.of(results, 1);
            assertThat(mean.parameters()).containsExactly(inOrder.parameters());
            assertThat(mean.updater()).containsExactly(inOrder.updater());
            assertThat(WeightedMean.divergence(results, mean)).isEqualTo(WeightedMean.divergence(results, inOrder));
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

    private static WorkerResult result(int worker, long examples, float[] parameters, float[] updater) {
        return new WorkerResult(worker, parameters, updater, examples, 0, 0);
    }
}
