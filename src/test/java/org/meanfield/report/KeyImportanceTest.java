package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyImportanceTest {
    /** Group means 2, 5 and 9 of a mean of 16/3; SS between 74, SS within 6, so MS within 1: (74 − 2) / (80 + 1). */
    @Test
    void theShareIsOmegaSquared() {
        double[] scores = {1, 2, 3, 4, 5, 6, 8, 9, 10};
        List<String> values = List.of("a", "a", "a", "b", "b", "b", "c", "c", "c");

        KeyImportance importance = KeyImportance.of("model.type", values, scores);

        assertThat(importance.groups()).isEqualTo(3);
        assertThat(importance.share()).isCloseTo(72.0 / 81, within(1e-12));
        // Of the 1,680 ways to divide nine trials 6 are as far apart: 0.0036.
        assertThat(importance.p()).isBetween(0.001, 0.01);
    }

    @Test
    void whatHasNothingToDoWithTheScoreExplainsNothing() {
        double[] scores = {1, 2, 3, 1, 2, 3};

        KeyImportance importance = KeyImportance.of("seed", List.of("a", "a", "a", "b", "b", "b"), scores);

        assertThat(importance.share()).isZero();
        assertThat(importance.p()).isEqualTo(1);
    }

    @Test
    void manyNumbersAreGroupedBySize() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> values = IntStream.range(0, 200)
                .mapToObj(i -> Double.toString(random.nextDouble()))
                .toList();
        double[] scores = values.stream().mapToDouble(Double::parseDouble).toArray();

        KeyImportance importance = KeyImportance.of("dropout", values, scores);

        // Within a fifth a uniform number has a 25th of the variance of the whole.
        assertThat(importance.groups()).isEqualTo(5);
        assertThat(importance.share()).isCloseTo(0.96, within(0.005));
        double[] noise = DoubleStream.generate(random::nextDouble).limit(200).toArray();
        assertThat(KeyImportance.of("dropout", values, noise).share()).isLessThan(0.05);
    }

    @Test
    void fewTrialsOrOneValueTellNothing() {
        assertThat(KeyImportance.of("k", List.of("a", "b"), new double[] {1, 2}).share())
                .isNaN();
        assertThat(KeyImportance.of("k", List.of("a", "a", "a"), new double[] {1, 2, 3})
                        .share())
                .isNaN();
        assertThat(KeyImportance.of("k", List.of(), new double[0]).share()).isNaN();
    }
}
