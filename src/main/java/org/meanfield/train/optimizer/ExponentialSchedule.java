package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * A learning rate that changes by the same ratio in each step: the factor is last<sup>t / (T − 1)</sup> with t of T steps taken since the warm-up, so 1 in the
 * first and {@code last} in the last step. Above 1 it grows, as in a learning rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural
 * Networks", section 3.3).
 *
 * @param last the factor of the last step, in (0, 1e12]
 * @param warmUp local steps of linear warm-up, not negative
 */
public record ExponentialSchedule(@Default("0.01") double last, @Default("0") int warmUp) implements Schedule {
    private static final double MOST = 1e12;

    /** Checks the settings. */
    public ExponentialSchedule {
        Check.that(last > 0 && last <= MOST, "last", last, "in (0, 1e12]");
        Check.that(warmUp >= 0, "warm-up", warmUp, "0 or more");
    }

    @Override
    public double afterWarmUp(long step, long steps) {
        return steps < 2 ? 1 : Math.pow(last, Math.min(1, (double) step / (steps - 1)));
    }
}
