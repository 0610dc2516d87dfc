package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScoreTest {
    private static final double EXACT = 1e-15;

    /** Four images of two classes; the third is wrong. The probabilities are binary fractions, so sums are exact. */
    private static final Score FOUR =
            Score.of(new float[] {0.75f, 0.25f, 0.25f, 0.75f, 0.75f, 0.25f, 0.5f, 0.5f}, new byte[] {0, 1, 1, 0});

    @Test
    void countsAnImageAsCorrectWhoseMostProbableClassIsItsLabel() {
        assertThat(FOUR.examples()).isEqualTo(4);
        assertThat(FOUR.correct()).isEqualTo(3);
        assertThat(FOUR.accuracy()).isEqualTo(0.75);
        assertThat(FOUR.interval()).isEqualTo(Wilson.of(3, 4));
    }

    @Test
    void ofEqualProbabilitiesTheFirstCounts() {
        float[] equal = {0.25f, 0.25f, 0.25f, 0.25f};
        assertThat(Score.of(equal, new byte[] {0}).correct()).isEqualTo(1);
        assertThat(Score.of(equal, new byte[] {1}).correct()).isZero();
    }

    @Test
    void theLossIsTheMeanCrossEntropyInNats() {
        double expected = -(2 * Math.log(0.75) + Math.log(0.25) + Math.log(0.5)) / 4;
        assertThat(FOUR.loss()).isCloseTo(expected, within(EXACT));
    }

    @Test
    void theLossOfAnImpossibleLabelIsFinite() {
        Score score = Score.of(new float[] {1, 0}, new byte[] {1});
        assertThat(score.loss()).isCloseTo(-Math.log(Float.MIN_NORMAL), within(EXACT));
    }

    @Test
    void theCalibrationErrorWeighsTheGapOfEachBin() {
        // Bin 11, [11/15, 12/15): three images, confidence 0.75, two correct. Bin 7, [7/15, 8/15): one, 0.5, correct.
        assertThat(FOUR.binExamples()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0);
        assertThat(FOUR.binCorrect()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0);
        double expected = 3 / 4.0 * Math.abs(2 / 3.0 - 0.75) + 1 / 4.0 * Math.abs(1 - 0.5);
        assertThat(FOUR.calibrationError()).isCloseTo(expected, within(EXACT));
    }

    @Test
    void gapsOfDifferentSignsDoNotCancelBetweenBins() {
        // Half sure and right; wholly sure and wrong: gaps of 0.5 and 1.
        Score score = Score.of(new float[] {0.5f, 0.5f, 1, 0}, new byte[] {0, 1});
        assertThat(score.calibrationError()).isCloseTo(0.75, within(EXACT));
    }

    @Test
    void fullConfidenceIsInTheLastBin() {
        assertThat(Score.of(new float[] {1, 0}, new byte[] {0}).binExamples()[14])
                .isEqualTo(1);
    }

    @Test
    void theBrierScoreIsTheMeanSquaredDistanceFromTheLabel() {
        // 2·(1/4)², 2·(1/4)², 2·(3/4)² and 2·(1/2)²
        assertThat(FOUR.brier()).isEqualTo((0.125 + 0.125 + 1.125 + 0.5) / 4);
        assertThat(Score.of(new float[] {0, 1, 0}, new byte[] {0}).brier())
                .as("sure and wrong")
                .isEqualTo(2);
        assertThat(Score.of(new float[] {0.5f, 0.25f, 0.25f}, new byte[] {2}).brier())
                .isEqualTo(0.25 + 0.0625 + 0.5625);
    }

    @Test
    void eachClassHasItsOwnCount() {
        assertThat(FOUR.classExamples()).containsExactly(2, 2);
        assertThat(FOUR.classCorrect()).containsExactly(2, 1);
    }

    @Test
    void nothingAddsNothing() {
        assertThat(Score.none().plus(FOUR)).usingRecursiveComparison().isEqualTo(FOUR);
        assertThat(FOUR.plus(Score.none())).usingRecursiveComparison().isEqualTo(FOUR);
    }

    @Test
    void blocksAddUpToTheWhole() {
        int images = 1000;
        float[] probabilities = new float[images * 10];
        byte[] labels = new byte[images];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < images; i++) {
            labels[i] = (byte) random.nextInt(10);
            int favourite = random.nextInt(10);
            for (int k = 0; k < 10; k++) {
                // Multiples of 1/128 that sum to 1.
                probabilities[i * 10 + k] = (k == favourite ? 128 - 9 * (1 + i % 9) : 1 + i % 9) / 128f;
            }
        }
        Score whole = Score.of(probabilities, labels);
        Score sum = Score.none();
        for (int from = 0; from < images; from += 300) {
            int to = Math.min(images, from + 300);
            sum = sum.plus(Score.of(
                    Arrays.copyOfRange(probabilities, from * 10, to * 10), Arrays.copyOfRange(labels, from, to)));
        }
        assertThat(sum.examples()).isEqualTo(whole.examples());
        assertThat(sum.correct()).isEqualTo(whole.correct());
        assertThat(sum.lossSum()).isCloseTo(whole.lossSum(), within(1e-9));
        assertThat(sum.binExamples()).containsExactly(whole.binExamples());
        assertThat(sum.binCorrect()).containsExactly(whole.binCorrect());
        assertThat(sum.binConfidence()).containsExactly(whole.binConfidence());
        assertThat(sum.calibrationError()).isEqualTo(whole.calibrationError());
        assertThat(sum.brierSum()).isEqualTo(whole.brierSum());
        assertThat(sum.classExamples()).containsExactly(whole.classExamples());
        assertThat(sum.classCorrect()).containsExactly(whole.classCorrect());
    }

    @Test
    void isRefusedOverAnotherNumberOfImages() {
        assertThat(FOUR.over(4)).isSameAs(FOUR);
        assertThatThrownBy(() -> FOUR.over(5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Scored 4 images of a split of 5");
    }
}
