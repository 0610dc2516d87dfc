package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.SeedMean;

final class NumbersTest {
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
