package org.meanfield.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoissonTest {
    private static final int DRAWS = 40_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.7, 3, 9.99, 10, 17.5, 64, 250, 600})
    void drawsHaveTheirDistribution(double mean) {
        Poisson poisson = new Poisson(mean);
        int[] counts = new int[2000];
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < DRAWS; i++) {
            counts[poisson.draw(random)]++;
        }
        double probability = Math.exp(-mean);
        double share = 0;
        int below = 0;
        for (int k = 0; k < counts.length; k++) {
            share += probability;
            below += counts[k];
            // Five standard errors; of at least one draw, where the share is almost 0 or 1.
            double error = Math.sqrt(Math.max(share * (1 - share), 1.0 / DRAWS) / DRAWS);
            assertThat((double) below / DRAWS).as("at most %d", k).isBetween(share - 5 * error, share + 5 * error);
            probability *= mean / (k + 1);
        }
    }

    @Test
    void ofNothingThereIsNone() {
        assertThat(new Poisson(0).draw(new SplittableRandom(3))).isZero();
    }
}
