package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.evaluate.SeedMean;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0.031, 0.031",
        "0.04996, 0.04996",
        "0.0504, 0.0504",
        "0.05, 0.050",
        "0.049, 0.049",
        "0.0009, < 0.001",
        "0, < 0.001",
        "0.9996, 1.000"
    })
    void aProbabilityIsOnTheSideOfTheLevelThatItIsOn(double p, String text) {
        assertThat(Numbers.probability(p)).isEqualTo(text);
    }

    @Test
    void oneIsNotSeveral() {
        assertThat(Numbers.counted(1, "condition")).isEqualTo("1 condition");
        assertThat(Numbers.counted(1_200, "model")).isEqualTo("1,200 models");
        assertThat(List.of(Numbers.resumes(0), Numbers.resumes(1), Numbers.resumes(3)))
                .containsExactly("", ", resumed 1 time", ", resumed 3 times");
        assertThat(RobustnessTables.points(-1e-9)).isEqualTo("0.00");
    }

    @Test
    void aShareThatIsNotFiniteIsADash() {
        assertThat(Numbers.percent(0.9007)).isEqualTo("90.07 %");
        assertThat(Numbers.percent(Double.POSITIVE_INFINITY)).isEqualTo("–");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.percent(new SeedMean(3, Double.NaN, Double.NaN, Double.NaN)))
                .isEqualTo("–");
        assertThat(Numbers.percent(new SeedMean(3, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN)))
                .isEqualTo("–");
    }
}
