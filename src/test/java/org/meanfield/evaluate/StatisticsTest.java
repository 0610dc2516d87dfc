package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics against the figures of SciPy that {@code src/test/python/statistics_reference.py} has recorded. */
final class StatisticsTest {
    private static final double EXACT = 1e-12;

    static Stream<Arguments> mean() {
        return recorded("mean");
    }

    @ParameterizedTest
    @MethodSource
    void mean(double[][] line) {
        SeedMean mean = SeedMean.of(line[0]);

        assertThat(mean.count()).isEqualTo(line[0].length);
        assertThat(new double[] {mean.mean(), mean.deviation(), mean.low(), mean.high()})
                .containsExactly(line[1], within(EXACT));
    }

    static Stream<Arguments> paired() {
        return recorded("paired");
    }

    @ParameterizedTest
    @MethodSource
    void paired(double[][] line) {
        PairedTest test = PairedTest.overSeeds(line[0], line[1], 1_000_000);

        assertThat(new double[] {test.difference(), test.low(), test.high(), test.p()})
                .containsExactly(line[2], within(EXACT));
        assertThat(test.seeds()).isEqualTo(line[0].length);
    }

    static Stream<Arguments> mcnemar() {
        return recorded("mcnemar");
    }

    @ParameterizedTest
    @MethodSource
    void mcnemar(double[][] line) {
        assertThat(PairedTest.mcNemar((int) line[0][0], (int) line[0][1])).isCloseTo(line[1][0], within(EXACT));
    }

    static Stream<Arguments> holm() {
        return recorded("holm");
    }

    @ParameterizedTest
    @MethodSource
    void holm(double[][] line) {
        assertThat(Holm.adjusted(line[0])).containsExactly(line[1], within(1e-15));
    }

    @Test
    void oneSeedHasNoInterval() {
        SeedMean mean = SeedMean.of(0.9);

        assertThat(mean.mean()).isEqualTo(0.9);
        assertThat(new double[] {mean.deviation(), mean.half()}).containsOnly(Double.NaN);
    }

    /**
     * Twelve of 10,000 images with both seeds: s is that of the rounding, 1/(N√6), and t of 1 degree of freedom, whose
     * distribution is Cauchy's, has the closed forms tan(0.475 π) for its quantile and 1 − 2 arctan(t)/π for p.
     */
    @Test
    void differencesThatAreAllTheSameAreAsCertainAsTheyAreMeasured() {
        PairedTest test = PairedTest.overSeeds(new double[] {0.5012, 0.7512}, new double[] {0.5, 0.75}, 10_000);
        double error = 1 / (10_000 * Math.sqrt(6)) / Math.sqrt(2);

        assertThat(test.difference()).isCloseTo(0.0012, within(EXACT));
        assertThat(test.high() - test.low()).isCloseTo(2 * Math.tan(0.475 * Math.PI) * error, within(EXACT));
        assertThat(test.p()).isCloseTo(1 - 2 * Math.atan(0.0012 / error) / Math.PI, within(1e-9));
        assertThat(PairedTest.overSeeds(new double[] {0.5, 0.75}, new double[] {0.5, 0.75}, 10_000)
                        .p())
                .isEqualTo(1);
    }

    /** One image of a hundred here and three there: s is √2 hundredths, far more than the rounding. */
    @Test
    void differencesThatAreNotTheSameAreAsTheyAre() {
        PairedTest test = PairedTest.overSeeds(new double[] {0.51, 0.53}, new double[] {0.5, 0.5}, 100);

        assertThat(test.high() - test.difference()).isCloseTo(Math.tan(0.475 * Math.PI) * 0.01, within(EXACT));
    }

    /** Of 100 images the first has 8 right that the second has not, and the second 1 that the first has not. */
    @Test
    void imagesAreComparedOneByOne() {
        boolean[] first = new boolean[100];
        boolean[] second = new boolean[100];
        Arrays.fill(first, 0, 58, true);
        Arrays.fill(second, 8, 59, true);
        PairedTest test = PairedTest.overImages(first, second);

        assertThat(test.difference()).isEqualTo(0.07);
        assertThat(test.p()).isCloseTo(2 * (1 + 9) / 512.0, within(EXACT));
        assertThat(test.low()).isEqualTo(PairedDrop.of(8, 1, 100).low());
        assertThat(test.high()).isEqualTo(PairedDrop.of(8, 1, 100).high());
        assertThat(test.seeds()).isEqualTo(1);
    }

    @Test
    void theSentenceSaysWhichIsBetterByHowManyPoints() {
        Comparison.Pair clear = new Comparison.Pair("a", "b", new PairedTest(-0.012, -0.016, -0.008, 0.02, 3));
        Comparison.Pair unclear = new Comparison.Pair("a", "c", new PairedTest(0.001, -0.002, 0.004, 0.3, 3));

        assertThat(Comparison.of(List.of(clear, unclear)))
                .extracting(Comparison::sentence)
                .containsExactly(
                        "b is better than a by 1.20 ± 0.40 points.",
                        "a and c are not distinguishable: a difference of 0.10 ± 0.30 points.");
    }

    @Test
    void whatIsClearByItselfMayNotBeSoAmongMany() {
        Comparison.Pair pair = new Comparison.Pair("a", "b", new PairedTest(0.01, 0.001, 0.019, 0.04, 3));

        assertThat(Comparison.of(List.of(pair))).allMatch(Comparison::distinguishable);
        assertThat(Comparison.of(List.of(pair, pair)))
                .noneMatch(Comparison::distinguishable)
                .extracting(Comparison::adjusted)
                .containsOnly(0.08);
    }

    private static Stream<Arguments> recorded(String kind) {
        try (InputStream in = StatisticsTest.class.getResourceAsStream("statistics.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(";"))
                    .filter(line -> line[0].equals(kind))
                    .map(line -> Arrays.stream(line)
                            .skip(1)
                            .map(StatisticsTest::numbers)
                            .toArray(double[][]::new))
                    .map(numbers -> Arguments.of((Object) numbers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
