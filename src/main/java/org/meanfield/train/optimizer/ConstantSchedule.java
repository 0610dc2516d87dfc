package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Constant learning rate: the factor is 1.
 *
 * @param warmUp local steps of linear warm-up, not negative
 */
public record ConstantSchedule(@Default("0") int warmUp) implements Schedule {
    /** Checks the settings. */
    public ConstantSchedule {
        Check.that(warmUp >= 0, "warm-up", warmUp, "0 or more");
    }

    @Override
    public double afterWarmUp(long step, long steps) {
        return 1;
    }
}
