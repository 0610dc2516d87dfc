package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CorruptionErrorTest {
    @Test
    void theErrorOfACorruptionIsTheSumOverItsSeveritiesRelativeToTheReference() {
        // (0.125 + 0.25 + 0.375) / (0.25 + 0.5 + 0.75), not the mean of the ratios.
        assertThat(CorruptionError.of(new double[] {0.125, 0.25, 0.375}, new double[] {0.25, 0.5, 0.75}))
                .isEqualTo(0.5);
        assertThat(CorruptionError.of(new double[] {0.5, 0.25}, new double[] {0.25, 0.75}))
                .isEqualTo(0.75);
    }

    @Test
    void theReferenceIsAtOne() {
        double[] errors = {0.1, 0.2, 0.7};
        assertThat(CorruptionError.of(errors, errors)).isEqualTo(1);
    }

    @Test
    void aReferenceWithoutErrorsHasNoNumber() {
        assertThat(CorruptionError.of(new double[] {0, 0}, new double[] {0, 0})).isNaN();
        assertThat(CorruptionError.of(new double[] {0, 0.1}, new double[] {0, 0}))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theMeanIsOverCorruptions() {
        assertThat(CorruptionError.mean(new double[] {0.5, 0.75, 1.75})).isEqualTo(1);
    }

    @Test
    void otherSeveritiesAreRefused() {
        assertThatThrownBy(() -> CorruptionError.of(new double[1], new double[2]))
                .hasMessage("1 severities cannot be compared with 2");
    }
}
