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
        assertThat(test.method()).isEqualTo("paired t, %d seeds", line[0].length);
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
        assertThat(test.method()).isEqualTo("McNemar");
    }

    @Test
    void theSentenceSaysWhichIsBetterByHowManyPoints() {
        Comparison.Pair clear = new Comparison.Pair("a", "b", new PairedTest(-0.012, -0.016, -0.008, 0.02, "t"));
        Comparison.Pair unclear = new Comparison.Pair("a", "c", new PairedTest(0.001, -0.002, 0.004, 0.3, "t"));

        Comparison.Pair equal = new Comparison.Pair("a", "d", new PairedTest(0, -0.002, 0.002, 1, "t"));
        assertThat(Comparison.of(List.of(clear, unclear)))
                .extracting(Comparison::sentence)
                .containsExactly(
                        "b is better than a by 1.20 ± 0.40 points.",
                        "a is ahead of c by 0.10 ± 0.30 points; not distinguishable.");
        assertThat(Comparison.of(List.of(clear, unclear, equal)))
                .extracting(Comparison::sentence)
                .contains(
                        "b is likely better than a, by 1.20 ± 0.40 points; not after correction for 3 comparisons.",
                        "a and d are equal: a difference of 0.00 ± 0.20 points.");
    }

    @Test
    void whatIsClearByItselfMayNotBeSoAmongMany() {
        Comparison.Pair pair = new Comparison.Pair("a", "b", new PairedTest(0.01, 0.001, 0.019, 0.04, "t"));

        assertThat(Comparison.of(List.of(pair))).allMatch(Comparison::distinguishable);
        assertThat(Comparison.of(List.of(pair, pair)))
                .noneMatch(Comparison::distinguishable)
                .extracting(Comparison::adjusted)
                .containsOnly(0.08);
    }

    /**
     * Holm of 0.01, 0.02 and 0.5 is 0.03, 0.04 and 0.5: two of three are selected, so that Holm's 0.02 and 0.03 of the parts
     * become 0.03 and 0.045.
     */
    @Test
    void partsAreTestedWhereTheWholeDiffers() {
        Comparison.Nested selected = new Comparison.Nested(pair(0.01), List.of(pair(0.01), pair(0.03)));
        Comparison.Nested without = new Comparison.Nested(pair(0.02), List.of());
        Comparison.Nested left = new Comparison.Nested(pair(0.5), List.of(pair(1e-6)));

        List<List<Comparison>> all = Comparison.ofNested(List.of(selected, without, left));

        assertThat(all.get(0).stream().mapToDouble(Comparison::adjusted).toArray())
                .containsExactly(new double[] {0.03, 0.03, 0.045}, within(EXACT));
        assertThat(all.get(1)).hasSize(1);
        assertThat(all.get(2).get(1).adjusted()).isNaN();
        assertThat(all.get(2).get(1).sentence())
                .isEqualTo(
                        "a is likely better than b, by 1.00 ± 0.50 points; not after correction for the choice of this condition.");
    }

    private static Comparison.Pair pair(double p) {
        return new Comparison.Pair("a", "b", new PairedTest(0.01, 0.005, 0.015, p, "t"));
    }

    /** 60 images that only the first classifies correctly: 2^-59. */
    @Test
    void aTinyProbabilityIsNotZero() {
        assertThat(PairedTest.mcNemar(60, 0)).isCloseTo(Math.pow(2, -59), within(1e-30));
        assertThat(PairedTest.mcNemar(0, 400)).isCloseTo(Math.pow(2, -399), within(1e-130));
        assertThat(PairedTest.mcNemar(0, 0)).isEqualTo(1);
    }

    /** Differences of 1, 0.5, 0 and 0: mean 3/8; with 1 and -1 their deviation is that of 1, 0.5, 0, 0, 1, -1, which is √0.575. */
    @Test
    void imagesAreComparedOverSeveralConditions() {
        PairedTest test = PairedTest.overImages(new double[] {1, 1, 0.5, 0}, new double[] {0, 0.5, 0.5, 0});

        assertThat(test.difference()).isCloseTo(0.375, within(EXACT));
        assertThat(test.high() - test.low()).isCloseTo(2 * 2.5705818366147395 * Math.sqrt(0.575 / 6), within(1e-9));
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
