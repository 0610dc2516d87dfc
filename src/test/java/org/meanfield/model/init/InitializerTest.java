package org.meanfield.model.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;

final class InitializerTest {
    private static final int SIDE = 512;
    private static final int COUNT = SIDE * SIDE;
    /** A fan-out that differs from the fan-in, as the second of two asymmetric layers has it. */
    private static final int FAN_OUT = 128;

    /** Initializers with the standard deviation that their formula gives for fans of 512 and 128. */
    static Stream<Arguments> deviations() {
        return Stream.of(
                Arguments.of(new Normal(0.02), 0.02),
                Arguments.of(new FanInNormal(), 0.044194173824159216),
                Arguments.of(new XavierUniform(1), 0.05590169943749474),
                Arguments.of(new XavierUniform(2), 0.11180339887498948),
                Arguments.of(new XavierNormal(1), 0.05590169943749474),
                Arguments.of(new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 0.0625),
                Arguments.of(new KaimingNormal(FanMode.FAN_OUT, Nonlinearity.RELU), 0.125),
                Arguments.of(new KaimingNormal(FanMode.FAN_IN, Nonlinearity.TANH), 0.07365695637359868),
                Arguments.of(new KaimingUniform(FanMode.FAN_IN, Nonlinearity.RELU), 0.0625),
                Arguments.of(new KaimingUniform(FanMode.FAN_OUT, Nonlinearity.LINEAR), 0.08838834764831845),
                Arguments.of(new Orthogonal(1), 0.04419417382415922),
                Arguments.of(new Orthogonal(3), 0.13258252147247765));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void weightsHaveMeanZeroAndTheFormulasDeviation(Initializer initializer, double expected) {
        float[] weights = filled(initializer, 1);

        double mean = doubles(weights).sum() / COUNT;
        double std = Math.sqrt(doubles(weights).map(w -> w * w).sum() / COUNT);

        // Five standard errors of a normal sample's mean and deviation.
        assertThat(mean).isCloseTo(0, within(5 * expected / Math.sqrt(COUNT)));
        assertThat(std).isCloseTo(expected, within(5 * expected / Math.sqrt(2.0 * COUNT)));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void uniformWeightsFillTheirIntervalAndNormalOnesHaveTails(Initializer initializer, double expected) {
        double largest = doubles(filled(initializer, 1)).map(Math::abs).max().orElseThrow();

        boolean uniform = initializer instanceof XavierUniform || initializer instanceof KaimingUniform;
        if (uniform) {
            double bound = expected * Math.sqrt(3);
            assertThat(largest).isBetween(bound * 0.9999, bound * 1.000001);
        } else {
            assertThat(largest).isBetween(expected * 4, expected * 6.5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 1",
        "SIGMOID, 1",
        "TANH, 1.6666666666666667",
        "RELU, 1.4142135623730951",
        "LEAKY_RELU, 1.4141428569978354",
        "SELU, 0.75"
    })
    void gainsAreThoseOfPyTorch(Nonlinearity nonlinearity, double expected) {
        assertThat(nonlinearity.gain()).isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"24, 40", "40, 24", "32, 32", "1, 9", "9, 1", "128, 576"})
    void orthogonalWeightsHaveOrthonormalRowsOrColumns(int outputs, int fanIn) {
        float[] weights = new float[outputs * fanIn];
        new Orthogonal(1).fill(weights, fanIn, outputs, new SplittableRandom(3));

        boolean wide = outputs <= fanIn;
        int count = Math.min(outputs, fanIn);
        int length = Math.max(outputs, fanIn);
        for (int a = 0; a < count; a++) {
            for (int b = 0; b <= a; b++) {
                double dot = 0;
                for (int k = 0; k < length; k++) {
                    dot += wide
                            ? (double) weights[a * fanIn + k] * weights[b * fanIn + k]
                            : (double) weights[k * fanIn + a] * weights[k * fanIn + b];
                }
                assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void orthogonalWeightsHaveNoPreferredSign() {
        long positive = IntStream.range(0, 400)
                .filter(seed -> {
                    float[] weights = new float[16];
                    new Orthogonal(1).fill(weights, 4, 4, new SplittableRandom(seed));
                    return weights[15] > 0;
                })
                .count();

        assertThat(positive).isBetween(150L, 250L);
    }

    @Test
    void zerosAreZero() {
        assertThat(filled(new Zeros(), 1)).containsOnly(0);
    }

    @Test
    void everyInitializerIsSerializableAndRepeatsItselfForASeed() throws Exception {
        Initializer[] all = Stream.concat(deviations().map(row -> (Initializer) row.get()[0]), Stream.of(new Zeros()))
                .toArray(Initializer[]::new);
        assertThat(Stream.of(all).<Class<?>>map(Object::getClass)).contains(Initializer.class.getPermittedSubclasses());

        for (Initializer initializer : all) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(initializer);
            }
            Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            assertThat(copy).isEqualTo(initializer);
            assertThat(filled((Initializer) copy, 9)).isEqualTo(filled(initializer, 9));
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new Normal(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("std is 0.0 but must be positive");
        assertThatThrownBy(() -> new XavierUniform(-1)).hasMessage("gain is -1.0 but must be positive");
        assertThatThrownBy(() -> new XavierNormal(Double.NaN)).hasMessage("gain is NaN but must be positive");
        assertThatThrownBy(() -> new Orthogonal(Double.POSITIVE_INFINITY))
                .hasMessage("gain is Infinity but must be positive");
    }

    private static float[] filled(Initializer initializer, long seed) {
        float[] weights = new float[COUNT];
        initializer.fill(weights, SIDE, FAN_OUT, new SplittableRandom(seed));
        return weights;
    }

    private static DoubleStream doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }
}
