package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PairedDropTest {
    private static final double EXACT = 1e-15;

    @Test
    void theDropIsWhatWasLostLessWhatWasGained() {
        // n + 2 = 100: p = 0.31, q = 0.11, half = z·√(0.42 − 0.04) / 10.
        PairedDrop drop = PairedDrop.of(30, 10, 98);
        double half = 1.959963984540054 * Math.sqrt(0.38) / 10;
        assertThat(drop.drop()).isEqualTo(20 / 98.0);
        assertThat(drop.low()).isCloseTo(0.2 - half, within(EXACT));
        assertThat(drop.high()).isCloseTo(0.2 + half, within(EXACT));
    }

    @Test
    void aGainIsANegativeDrop() {
        PairedDrop loss = PairedDrop.of(7, 2, 50);
        PairedDrop gain = PairedDrop.of(2, 7, 50);
        assertThat(gain.drop()).isEqualTo(-loss.drop());
        assertThat(gain.low()).isCloseTo(-loss.high(), within(EXACT));
        assertThat(gain.high()).isCloseTo(-loss.low(), within(EXACT));
    }

    @Test
    void theIntervalHasAWidthWhereNothingChanges() {
        PairedDrop drop = PairedDrop.of(0, 0, 98);
        assertThat(drop.drop()).isZero();
        assertThat(drop.high()).isCloseTo(1.959963984540054 * Math.sqrt(0.02) / 10, within(EXACT));
        assertThat(drop.low()).isEqualTo(-drop.high());
    }

    @Test
    void theIntervalEndsWhereTheDropCanBeNoLarger() {
        assertThat(PairedDrop.of(3, 0, 3).high()).isEqualTo(1);
        assertThat(PairedDrop.of(0, 3, 3).low()).isEqualTo(-1);
    }

    /** 20 % of the images are lost and 10 % gained: of 20,000 samples of 500 images, 95 % of the intervals hold 0.1. */
    @Test
    void theIntervalHoldsTheTruthInNineteenCasesOfTwenty() {
        SplittableRandom random = new SplittableRandom(211);
        int held = 0;
        for (int sample = 0; sample < 20_000; sample++) {
            int lost = 0;
            int gained = 0;
            for (int i = 0; i < 500; i++) {
                double draw = random.nextDouble();
                lost += draw < 0.2 ? 1 : 0;
                gained += draw >= 0.9 ? 1 : 0;
            }
            PairedDrop drop = PairedDrop.of(lost, gained, 500);
            held += drop.low() <= 0.1 && 0.1 <= drop.high() ? 1 : 0;
        }
        assertThat(held / 20_000.0).isCloseTo(0.95, within(0.005));
    }
}
