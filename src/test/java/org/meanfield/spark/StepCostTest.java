package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanfield.train.RoundPlan;

final class StepCostTest {
    @Test
    void asManyImagesAreReadAsFortyStepsTake() {
        assertThat(StepCost.images(plan(60_000, 64), 784)).isEqualTo(40 * 64);
    }

    @Test
    void noMoreAreReadThanThereAre() {
        assertThat(StepCost.images(plan(103, 64), 784)).isEqualTo(103);
    }

    @Test
    void ofLargeOnesAsManyAsMayBeInMemory() {
        assertThat(StepCost.images(plan(100_000, 64), 3 * 224 * 224)).isEqualTo((64 << 20) / (3 * 224 * 224));
        assertThat(StepCost.images(plan(100_000, 512), 3 * 224 * 224))
                .as("a batch is whole")
                .isEqualTo(512);
    }

    @Test
    void aHugeBatchIsNoNegativeNumber() {
        assertThat(StepCost.images(plan(60_000, Integer.MAX_VALUE / 2), 784)).isEqualTo(60_000);
    }

    private static RoundPlan plan(int samples, int batch) {
        return new RoundPlan(samples, 1, batch, 1, 1, 0);
    }
}
