package org.meanfield.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.evaluate.study.Findings.Point;

final class OutcomeTest {
    private static final Point POINT = new Point("q", "s", "x", 3);

    @ParameterizedTest
    @CsvSource({
        "EQUAL, 1.0, true",
        "EQUAL, 2.0, true",
        "EQUAL, 2.1, false",
        "EQUAL, 0.9, false",
        "AT_MOST, 0.9, false",
        "AT_MOST, 1.0, true",
        "AT_MOST, 9, true",
        "AT_LEAST, 2.1, false",
        "AT_LEAST, 2.0, true",
        "AT_LEAST, -9, true",
        "MORE_THAN, 1.0, false",
        "MORE_THAN, 0.9, true",
        "SIMULATED, 1.5, true",
        "SIMULATED, 2.1, false"
    })
    void aRelationIsBetweenTheIntervalFrom1To2AndTheExpectedValue(Relation relation, double expected, boolean holds) {
        assertThat(relation.holds(expected, 1, 2)).isEqualTo(holds);
    }

    @Test
    void aRowHasWhatWasFound() {
        Findings findings = new Findings(XorStudy.class);
        findings.equal(POINT, 5, 5.5, 1);

        assertThat(findings.outcome().rows()).singleElement().satisfies(row -> {
            assertThat(row.study()).isEqualTo("xor");
            assertThat(row.relation()).isEqualTo("equal");
            assertThat(row.low()).isEqualTo(4.5);
            assertThat(row.high()).isEqualTo(6.5);
            assertThat(row.x()).isEqualTo(3);
            assertThat(row.holds()).isTrue();
        });
    }

    /** By scipy.stats.binom.ppf(0.99, n, 0.05): 7 for 60, 12 for 120, 1 for 3. */
    @ParameterizedTest
    @CsvSource({"60, 7, true", "60, 8, false", "120, 12, true", "120, 13, false", "3, 1, true", "3, 2, false"})
    void soManyIntervalsMayMiss(int rows, int misses, boolean holds) {
        Findings findings = new Findings(RidgeStudy.class);
        for (int i = 0; i < rows; i++) {
            findings.simulated(POINT, i < misses ? 9 : 1, SeedMean.of(0.5, 1.5));
        }

        assertThat(findings.outcome().asExpected()).isEqualTo(holds);
    }

    @Test
    void ofExactValuesNoneMayMiss() {
        Findings findings = new Findings(RidgeStudy.class);
        for (int i = 0; i < 100; i++) {
            findings.equal(POINT, 0, i == 50 ? 1 : 0, 0.5);
        }
        findings.equal(new Point("other", "", "x", 0), 1, 1, 0);

        assertThat(findings.outcome().asExpected()).isFalse();
        assertThat(findings.outcome().quantities().values().stream().map(Outcome::holds))
                .containsExactly(false, true);
    }

    @Test
    void aMeanOverRepetitionsHasAnInterval() {
        SeedMean mean = Findings.mean(List.of(new double[] {0, 1}, new double[] {0, 3}), 1);

        assertThat(mean).isEqualTo(SeedMean.of(1, 3));
    }
}
