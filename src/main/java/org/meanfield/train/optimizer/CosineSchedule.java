package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * A learning rate that falls along half a cosine: the factor is floor + (1 − floor) · (1 + cos(π · t / T)) / 2 with t of
 * T steps taken since the warm-up (Loshchilov and Hutter 2017, "SGDR", without restarts).
 *
 * @param warmUp local steps of linear warm-up, not negative
 * @param floor the factor at the end, in [0, 1]
 */
public record CosineSchedule(@Default("0") int warmUp, @Default("0") double floor) implements Schedule {
    /** Checks the settings. */
    public CosineSchedule {
        Check.that(warmUp >= 0, "warm-up", warmUp, "0 or more");
        Check.that(floor >= 0 && floor <= 1, "floor", floor, "in [0, 1]");
    }

    @Override
    public double afterWarmUp(long step, long steps) {
        return step >= steps ? floor : floor + (1 - floor) * (1 + Math.cos(Math.PI * step / steps)) / 2;
    }
}
