package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WilsonTest {
    /** The second to fifth as printed by Newcombe (1998), table I, method 3; all computed anew with 40 digits. */
    @ParameterizedTest
    @CsvSource({
        "9, 10, 0.59584997320476150, 0.98212378690492710",
        "81, 263, 0.25528851987827422, 0.36620957698280007",
        "15, 148, 0.06238639953073628, 0.16048724172330804",
        "0, 20, 0, 0.16112515805281939",
        "1, 29, 0.00611321429276266, 0.17175521879320288",
        "0, 10, 0, 0.27753279986288925",
        "10, 10, 0.72246720013711075, 1",
        "8912, 10000, 0.88494600795814437, 0.89715355171663827",
    })
    void isTheScoreInterval(long successes, long trials, double low, double high) {
        Wilson interval = Wilson.of(successes, trials);
        assertThat(interval.low()).isCloseTo(low, within(1e-14)).isNotNegative();
        assertThat(interval.high()).isCloseTo(high, within(1e-14)).isLessThanOrEqualTo(1);
    }
}
