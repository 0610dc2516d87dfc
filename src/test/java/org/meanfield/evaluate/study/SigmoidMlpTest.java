package org.meanfield.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against {@code src/test/python/studies.py}. */
final class SigmoidMlpTest {
    private static final double[] PARAMETERS = {
        0.1, 0.2, -0.3, 0.4, -0.5, 0.6, 0.1, -0.1, 0.7, -0.8, 0.9, 0.2, -0.3, 0.5
    };
    private static final double[] INPUT = {1, 0.5, -1};
    private static final double[] TARGET = {1, 0};
    private static final double[] GRADIENT = {
        0.007211612800057061,
        0.0036058064000285303,
        -0.007211612800057061,
        0.03113758905381346,
        0.01556879452690673,
        -0.03113758905381346,
        0.007211612800057061,
        0.03113758905381346,
        -0.08595044346240167,
        -0.048704253170779054,
        0.08946370943095448,
        0.05069506308746703,
        -0.1331210469620095,
        0.13856243417479724
    };
    private static final Offset<Double> ROUNDING = within(1e-15);

    private final SigmoidMlp network = new SigmoidMlp(List.of(3, 2, 2));

    @Test
    void hasTheOutputsAndTheLossOfNumPy() {
        double[] outputs = network.outputs(PARAMETERS, INPUT);

        assertThat(outputs).containsExactly(new double[] {0.46487492521753065, 0.7602888112492115}, ROUNDING);
        assertThat(SigmoidMlp.loss(outputs, TARGET)).isCloseTo(0.4321989610858414, ROUNDING);
    }

    @Test
    void hasTheGradientOfComplexSteps() {
        assertThat(network.gradient(PARAMETERS, INPUT, TARGET)).containsExactly(GRADIENT, ROUNDING);
    }

    @Test
    void theEngineHasItInTheSameOrder() {
        EngineMlp engine = new EngineMlp(List.of(3, 2, 2), PARAMETERS, 0.5);

        assertThat(engine.gradient(INPUT, TARGET)).containsExactly(GRADIENT, ROUNDING);
        assertThat(engine.step(INPUT, TARGET)[13]).isCloseTo(0.5 - 0.5 * GRADIENT[13], ROUNDING);
    }

    @Test
    void hasAWeightForEachInputAndABiasOfEachUnit() {
        assertThat(SigmoidMlp.parameters(List.of(3, 2, 2))).isEqualTo(14);
        assertThat(SigmoidMlp.parameters(List.of(1_000_000, 1_000_000))).isEqualTo(Integer.MAX_VALUE);
    }
}
