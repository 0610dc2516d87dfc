package org.meanfield.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AxisTest {
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 10, 2, 10",
        "0.031, 0.58, 0.0, 0.6, 0.2, 0.6",
        "86.06, 88.4, 86, 88.5, 0.5, 88.5",
        "-3, 7, -4, 8, 2, 8",
        "1200, 4871, 1000, 5000, 1000, '5,000'",
        "0.9, 0.9, 0.8, 1.0, 0.05, 1.00"
    })
    void theTicksAreRoundAndHoldTheValues(
            double least, double most, double low, double high, double step, String last) {
        Axis axis = Axis.of("x", DoubleStream.of(most, Double.NaN, least));

        assertThat(axis.low()).isCloseTo(low, within(1e-12));
        assertThat(axis.high()).isCloseTo(high, within(1e-12));
        assertThat(axis.step()).isCloseTo(step, within(1e-12));
        assertThat(axis.text(axis.ticks().get(axis.ticks().size() - 1))).isEqualTo(last);
    }

    @Test
    void valuesLieBetweenTheEnds() {
        Axis axis = Axis.fromZero("x", DoubleStream.of(4));

        assertThat(axis.ticks()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        assertThat(axis.at(1, 100, 500)).isEqualTo(200);
        assertThat(axis.at(1, 500, 100)).isEqualTo(400);
    }

    @Test
    void whatIsCountedHasNoHalves() {
        assertThat(Axis.counting("epochs", DoubleStream.of(2)).ticks()).containsExactly(0.0, 1.0, 2.0);
        assertThat(Axis.counting("epochs", DoubleStream.of(20)).step()).isEqualTo(5);
    }

    @Test
    void withoutValuesThereIsAnAxisAllTheSame() {
        assertThat(Axis.of("x", DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY))
                        .ticks())
                .startsWith(0.0)
                .endsWith(1.0);
    }

    @Test
    void verySmallNumbersAreShort() {
        assertThat(Axis.of("x", DoubleStream.of(0, 3e-6)).ticks().stream()
                        .map(Axis.of("x", DoubleStream.of(0, 3e-6))::text))
                .containsExactly("0", "1e-06", "2e-06", "3e-06");
    }

    @Test
    void ticksOfOneAxisDiffer() {
        Axis axis = Axis.of("x", DoubleStream.of(1e-3, 1.1e-3));

        assertThat(axis.step()).isCloseTo(2e-5, within(1e-12));
        assertThat(axis.ticks().stream().map(axis::text))
                .containsExactly("1.00e-03", "1.02e-03", "1.04e-03", "1.06e-03", "1.08e-03", "1.10e-03");
        assertThat(Axis.of("x", DoubleStream.of(2e7, 2.5e7)).text(2.1e7)).isEqualTo("2.1e+07");
    }
}
