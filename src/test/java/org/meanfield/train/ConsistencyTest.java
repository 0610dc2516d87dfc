package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ConsistencyTest {
    private static final int EXAMPLES = 4;
    private static final int CLASSES = 5;
    private static final int ROWS = Consistency.VIEWS * EXAMPLES;
    private static final Consistency CONSISTENCY = new Consistency(12);

    /** Central differences in double, of which the error is some 1e-9. */
    @Test
    void theGradientIsTheNumericOne() {
        double[] scores = scores();
        float[] labels = labels();
        double[] gradient = CONSISTENCY.gradient(softmax(scores), labels, EXAMPLES);

        for (int i = 0; i < scores.length; i++) {
            double step = 1e-5;
            double[] up = scores.clone();
            double[] down = scores.clone();
            up[i] += step;
            down[i] -= step;
            double numeric = (CONSISTENCY.loss(softmax(up), labels, EXAMPLES)
                            - CONSISTENCY.loss(softmax(down), labels, EXAMPLES))
                    / (2 * step);
            assertThat(gradient[i]).as("score %d", i).isCloseTo(numeric, within(1e-7));
        }
    }

    /** By hand: views that are certain of three different classes diverge by ln 3, equal ones not at all. */
    @Test
    void theDivergenceIsThatOfJensenAndShannon() {
        double[] apart = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        double[] alike = {0.5, 0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.25, 0.25};
        float[] label = {1, 0, 0};

        assertThat(CONSISTENCY.loss(apart, label, 1)).isCloseTo(12 * Math.log(3), within(1e-9));
        assertThat(CONSISTENCY.loss(alike, label, 1)).isCloseTo(Math.log(2), within(1e-9));
        assertThat(CONSISTENCY.gradient(apart, label, 1)).doesNotContain(Double.NaN);
    }

    private static double[] scores() {
        SplittableRandom random = new SplittableRandom(1);
        return random.doubles((long) ROWS * CLASSES, -2, 2).toArray();
    }

    /** Smoothed, or mixed. */
    private static float[] labels() {
        float[] labels = new float[EXAMPLES * CLASSES];
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i * CLASSES + i] = 0.75f;
            labels[i * CLASSES + 4] = 0.25f;
        }
        return labels;
    }

    private static double[] softmax(double[] scores) {
        double[] result = new double[scores.length];
        for (int row = 0; row < scores.length; row += CLASSES) {
            double sum = 0;
            for (int i = row; i < row + CLASSES; i++) {
                sum += Math.exp(scores[i]);
            }
            for (int i = row; i < row + CLASSES; i++) {
                result[i] = Math.exp(scores[i]) / sum;
            }
        }
        return result;
    }
}
