package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.meanfield.train.RoundPlan;

final class PreparedJobTest {
    /** 2,147,483,639 ÷ (224 · 224 · 3) = 14,266.4… */
    @Test
    void aShardFitsIntoAnArray() {
        assertThatThrownBy(() -> PreparedJob.checkSizes(plan(50_000, 2, 32), 224 * 224 * 3))
                .hasMessage("train.workers is 2 but must be at least 4: each has 14,266 of these images at most");
        assertThatCode(() -> PreparedJob.checkSizes(plan(4 * 14_266, 4, 32), 224 * 224 * 3))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PreparedJob.checkSizes(plan(4 * 14_266 + 1, 4, 32), 224 * 224 * 3))
                .hasMessage("train.workers is 4 but must be at least 5: each has 14,266 of these images at most");
    }

    /** 2,147,483,639 ÷ (1024 · 1024 · 3) = 682.6… */
    @Test
    void aBatchFitsIntoAnArray() {
        assertThatThrownBy(() -> PreparedJob.checkSizes(plan(1000, 2, 683), 1024 * 1024 * 3))
                .hasMessage("train.batch is 683 but must be at most 682 of these images");
        assertThatCode(() -> PreparedJob.checkSizes(plan(1000, 2, 682), 1024 * 1024 * 3))
                .doesNotThrowAnyException();
    }

    private static RoundPlan plan(int samples, int workers, int batch) {
        return new RoundPlan(samples, workers, batch, 1, 1, 0);
    }
}
