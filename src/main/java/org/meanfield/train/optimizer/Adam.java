package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Adam (Kingma and Ba 2015), as ND4J computes it: at step t from 1
 *
 * <pre>
 * m ← beta1 · m + (1 − beta1) · g
 * v ← beta2 · v + (1 − beta2) · g²
 * w ← w − lr · √(1 − beta2^t) / (1 − beta1^t) · m / (√v + epsilon)
 * </pre>
 *
 * This is the efficient form at the end of the paper's section 2. PyTorch divides by √(v / (1 − beta2^t)) + epsilon
 * instead: its epsilon is worth epsilon · √(1 − beta2^t) here, 0.03 of it at the first step and all of it in the end.
 * With the usual 1e-8 the two part only where gradients are nearly 0.
 *
 * <p>The updater state is m of all the parameters and then v of all, for each run of layers with one optimizer.
 *
 * @param learningRate lr, before the schedule; positive
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon what keeps the division finite, positive
 * @param weightDecay coefficient of the coupled decay, not negative
 */
public record Adam(
        double learningRate,
        @Default("0.9") double beta1,
        @Default("0.999") double beta2,
        @Default("1e-8") double epsilon,
        @Default("0") double weightDecay)
        implements Optimizer {
    /** Checks the settings. */
    public Adam {
        Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        Check.that(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
        Check.that(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
        Check.that(epsilon > 0 && Double.isFinite(epsilon), "epsilon", epsilon, "positive");
        Check.that(weightDecay >= 0 && Double.isFinite(weightDecay), "weight-decay", weightDecay, "0 or more");
    }

    @Override
    public IUpdater updater(ISchedule schedule) {
        return new AdamUpdater(schedule, beta1, beta2, epsilon);
    }
}
