package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Seeds;
import org.meanfield.model.init.FanInNormal;
import org.meanfield.model.init.Normal;
import org.meanfield.model.init.XavierNormal;
import org.meanfield.tables.ActivationRow;

/** A small stack worked out in double precision, its gradient by differences. */
final class DepthCaseTest {
    private static final long SEED = 5;
    private static final int LAYERS = 3;
    private static final int UNITS = 8;
    private static final int INPUTS = 6;
    private static final double STEP = 1e-5;

    @ParameterizedTest
    @EnumSource
    void rowsAreThoseOfAPlainComputation(Transfer transfer) {
        List<ActivationRow> rows =
                new DepthCase("small", transfer, new FanInNormal(), 0).study(LAYERS, UNITS, INPUTS, SEED);

        assertThat(rows).extracting(ActivationRow::depth).containsExactly(1, 2, 3);
        double[][] activations = normal(0);
        double[][] gradients = normal(1);
        for (int layer = 1; layer <= LAYERS; layer++) {
            for (int i = 0; i < INPUTS; i++) {
                activations[i] = forward(activations[i], layer - 1, layer, transfer);
            }
            ActivationRow row = rows.get(layer - 1);
            double mean = 0;
            double squares = 0;
            double zeros = 0;
            double norms = 0;
            for (int i = 0; i < INPUTS; i++) {
                for (int k = 0; k < UNITS; k++) {
                    double value = activations[i][k];
                    mean += value / (INPUTS * UNITS);
                    squares += value * value / (INPUTS * UNITS);
                    zeros += value == 0 ? 1.0 / (INPUTS * UNITS) : 0;
                    double slope = (outcome(activations[i], k, STEP, layer, transfer, gradients[i])
                                    - outcome(activations[i], k, -STEP, layer, transfer, gradients[i]))
                            / (2 * STEP);
                    norms += slope * slope / INPUTS;
                }
            }
            assertThat(row.mean()).isCloseTo(mean, within(1e-6));
            assertThat(row.std()).isCloseTo(Math.sqrt(squares - mean * mean), within(1e-6));
            assertThat(row.zeros()).isCloseTo(zeros, within(1e-12));
            assertThat(row.gradientNorm()).isCloseTo(Math.sqrt(norms), within(1e-5));
            assertThat(row.nan() + row.infinite()).isZero();
        }
    }

    private static double outcome(
            double[] activations, int changed, double by, int layer, Transfer transfer, double[] gradient) {
        double[] moved = activations.clone();
        moved[changed] += by;
        double[] last = forward(moved, layer, LAYERS, transfer);
        double sum = 0;
        for (int k = 0; k < UNITS; k++) {
            sum += gradient[k] * last[k];
        }
        return sum;
    }

    private static double[] forward(double[] activations, int from, int to, Transfer transfer) {
        double[] values = activations;
        for (int layer = from; layer < to; layer++) {
            float[] weights = new float[UNITS * UNITS];
            new FanInNormal().fill(weights, UNITS, UNITS, Seeds.stream(SEED, Seeds.Purpose.INITIALIZE, layer));
            double[] next = new double[UNITS];
            for (int out = 0; out < UNITS; out++) {
                for (int in = 0; in < UNITS; in++) {
                    next[out] += weights[out * UNITS + in] * values[in];
                }
                next[out] = switch (transfer) {
                    case LINEAR -> next[out];
                    case TANH -> Math.tanh(next[out]);
                    case RELU -> Math.max(0, next[out]);
                    case SIGMOID -> 1 / (1 + Math.exp(-next[out]));
                };
            }
            values = next;
        }
        return values;
    }

    private static double[][] normal(int what) {
        SplittableRandom random = Seeds.stream(SEED, Seeds.Purpose.STUDY, what);
        double[][] values = new double[INPUTS][UNITS];
        for (double[] row : values) {
            for (int k = 0; k < UNITS; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    @Test
    void numbersOverflowAsFloatsDo() {
        List<ActivationRow> rows = new DepthCase("large", Transfer.LINEAR, new Normal(1e15), 0).study(4, 8, 5, SEED);

        assertThat(rows.get(1).infinite() + rows.get(1).nan()).isZero();
        // Each product of 1e15³ is beyond a float's 3.4e38, and the sum of +∞ and −∞ is NaN.
        assertThat(rows.get(2).infinite() + rows.get(2).nan()).isEqualTo(1);
        assertThat(rows.get(3).nan()).isEqualTo(1);
        assertThat(rows.get(3).mean()).isNaN();
        assertThat(rows.get(3).std()).isNaN();
        assertThat(rows.get(3).gradientNorm()).isCloseTo(Math.sqrt(8), within(1.0));
        assertThat(rows.get(0).gradientNorm()).isNaN();
    }

    @Test
    void withOneProductThereIsNoSumToBecomeNan() {
        ActivationRow last = new DepthCase("one", Transfer.LINEAR, new Normal(1e20), 0)
                .study(3, 1, 5, SEED)
                .get(2);

        assertThat(last.infinite()).isEqualTo(1);
        assertThat(last.nan()).isZero();
    }

    @Test
    void productsHaveTheDeviationOfTheirNumber() {
        double deviation = DepthCase.deviationOfProducts(10_000, 512, 211);
        // Five standard errors: the fourth moment of a sum is 3 · (512² + 2 · 512).
        double error = Math.sqrt(512) * Math.sqrt((3 * (1 + 2 / 512.0) - 1) / 10_000) / 2;
        assertThat(deviation).isCloseTo(Math.sqrt(512), within(5 * error));
    }

    @Test
    void aCaseNeedsAName() {
        assertThatThrownBy(() -> new DepthCase(" ", Transfer.RELU, new XavierNormal(1), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("name is empty but must be a name");
    }

    /** One linear layer: g = W x − y, and W ← W − η · mean(g xᵀ), computed here in double. */
    @Test
    void aTrainingStepIsOneOfGradientDescent() {
        double rate = 0.5;
        List<ActivationRow> rows = new DepthCase("one", Transfer.LINEAR, new FanInNormal(), 0)
                .train(1, UNITS, INPUTS, SEED, new DepthTraining(2, 1, rate));

        assertThat(rows).extracting(ActivationRow::step).containsExactly(0, 1, 2);
        float[] drawn = new float[UNITS * UNITS];
        new FanInNormal().fill(drawn, UNITS, UNITS, Seeds.stream(SEED, Seeds.Purpose.INITIALIZE, 0));
        double[] weights = new double[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            weights[i] = drawn[i];
        }
        for (int step = 0; step <= 2; step++) {
            SplittableRandom random = Seeds.stream(SEED, Seeds.Purpose.STUDY, 0, step);
            double[] change = new double[weights.length];
            double squares = 0;
            for (int input = 0; input < INPUTS; input++) {
                double[] x = new double[UNITS];
                for (int k = 0; k < UNITS; k++) {
                    x[k] = (float) random.nextGaussian();
                }
                for (int out = 0; out < UNITS; out++) {
                    double gradient = -(1 + Math.cos(x[out])) / 2;
                    for (int k = 0; k < UNITS; k++) {
                        gradient += weights[out * UNITS + k] * x[k];
                    }
                    squares += gradient * gradient / INPUTS;
                    for (int k = 0; k < UNITS; k++) {
                        change[out * UNITS + k] += rate * gradient * x[k] / INPUTS;
                    }
                }
            }
            assertThat(rows.get(step).gradientNorm()).isCloseTo(Math.sqrt(squares), within(1e-5));
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= change[i];
            }
        }
    }

    @Test
    void rowsAreOfEverySoManyStepsAndTheCasesOwnDepth() {
        List<ActivationRow> rows = new DepthCase("deep", Transfer.TANH, new XavierNormal(1), 4)
                .train(100, UNITS, INPUTS, SEED, new DepthTraining(7, 3, 0.1));

        assertThat(rows).extracting(ActivationRow::step).containsExactly(0, 0, 0, 0, 3, 3, 3, 3, 6, 6, 6, 6);
        assertThat(rows.subList(4, 8)).extracting(ActivationRow::depth).containsExactly(1, 2, 3, 4);
    }
}
