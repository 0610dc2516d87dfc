package org.meanfield.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClosedFormsTest {
    /** By bias and variance as matrices: {@code src/test/python/studies.py}. */
    @Test
    void theRiskOfRidgeRegressionIsItsBiasAndVariance() {
        RidgeStudy study = new RidgeStudy(3, List.of(1.0), 2, List.of(0.5), List.of(0.7), 2);

        assertThat(study.risk(new double[] {0, 1, 4}, 0.5, 0.7)).isCloseTo(1.7207507507037112, within(1e-14));
    }

    @Test
    void fourteenFunctionsOfTwoBitsAreLinearlySeparable() {
        assertThat(IntStream.range(0, 16).filter(function -> !XorStudy.isComputedByOneUnit(function)))
                .containsExactly(0b0110, 0b1001);
    }

    @Test
    void cyclicSharingMakesACirculantMatrix() {
        Array2DRowRealMatrix weights = new Array2DRowRealMatrix(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
        List<int[]> shifts = List.of(new int[] {0, 1, 2}, new int[] {1, 2, 0}, new int[] {2, 0, 1});

        // The mean of 2, 6 and 7 and, with 32 in the place of 2, that of 32, 6 and 7.
        assertThat(EquivarianceStudy.shared(weights, shifts).getColumn(1))
                .containsExactly(new double[] {5, 5, 5}, within(1e-14));
        weights.setEntry(0, 1, 32);
        assertThat(EquivarianceStudy.shared(weights, shifts).getColumn(1))
                .containsExactly(new double[] {15, 5, 5}, within(1e-14));
        assertThat(EquivarianceStudy.shared(weights, shifts).getRow(1))
                .containsExactly(new double[] {5, 5, 15}, within(1e-14));
    }

    @Test
    void aSequenceHasFourForms() {
        int[] acg = {0, 1, 2};

        assertThat(DnaNetwork.form(acg, 0)).containsExactly(0, 1, 2);
        assertThat(DnaNetwork.form(acg, 1)).containsExactly(2, 1, 0);
        assertThat(DnaNetwork.form(acg, 2)).containsExactly(3, 2, 1);
        assertThat(DnaNetwork.form(acg, 3)).containsExactly(1, 2, 3);
    }

    /** Only the shared network answers the same for the four. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sharedFiltersAnswerTheSameForAllForms(boolean shared) {
        DnaNetwork network = new DnaNetwork(3, 2, shared, new SplittableRandom(3));
        int[] sequence = {0, 1, 2, 2, 3, 0, 1};

        assertThat(IntStream.range(1, 4)
                        .allMatch(form -> network.logit(DnaNetwork.form(sequence, form)) == network.logit(sequence)))
                .isEqualTo(shared);
    }

    @Test
    void aStepOfTheDnaNetworkFollowsTheGradient() {
        int[] sequence = {0, 1, 2, 2, 3, 0, 1};
        DnaNetwork network = new DnaNetwork(3, 2, true, new SplittableRandom(3));
        double before = network.logit(sequence);
        network.step(sequence, 1, 1e-6);
        double up = network.logit(sequence) - before;
        // The logit grows by rate · (1 − p) · ‖∂logit‖², the bias alone by rate · (1 − p).
        double slope = up / (1e-6 * (1 - 1 / (1 + Math.exp(-before))));

        assertThat(slope).isGreaterThan(1);
        network.step(sequence, 0, 1e-6);
        assertThat(network.logit(sequence)).isLessThan(before + up);
    }
}
