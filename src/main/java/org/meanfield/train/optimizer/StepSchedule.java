package org.meanfield.train.optimizer;

import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * A learning rate that falls at milestones: the factor is {@code factor}<sup>k</sup> once k milestones are passed (He
 * et al. 2016, "Deep Residual Learning", which divides by 10 at 1/2 and 3/4).
 *
 * <p>A milestone is a fraction of the steps after the warm-up, so it is independent of the number of epochs, of workers
 * and the batch size. It is passed from local step warm-up + round(milestone · (steps − warm-up)) on.
 *
 * @param milestones ascending fractions in (0, 1)
 * @param factor what each milestone multiplies the learning rate by, in (0, 1]
 * @param warmUp local steps of linear warm-up, not negative
 */
public record StepSchedule(
        @Default("[0.5, 0.75]") List<Double> milestones, @Default("0.1") double factor, @Default("0") int warmUp)
        implements Schedule {
    /** Checks the settings. */
    public StepSchedule {
        milestones = List.copyOf(milestones);
        Check.that(ascendingFractions(milestones), "milestones", milestones, "ascending fractions in (0, 1)");
        Check.that(factor > 0 && factor <= 1, "factor", factor, "in (0, 1]");
        Check.that(warmUp >= 0, "warm-up", warmUp, "0 or more");
    }

    @Override
    public double afterWarmUp(long step, long steps) {
        double result = 1;
        for (double milestone : milestones) {
            if (step >= Math.round(milestone * steps)) {
                result *= factor;
            }
        }
        return result;
    }

    private static boolean ascendingFractions(List<Double> values) {
        double last = 0;
        for (double value : values) {
            if (!(value > last && value < 1)) {
                return false;
            }
            last = value;
        }
        return !values.isEmpty();
    }
}
