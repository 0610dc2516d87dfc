package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Gradient descent with Nesterov's momentum (Sutskever et al. 2013), as PyTorch's {@code SGD(nesterov=True)}: from v = 0,
 *
 * <pre>
 * v ← momentum · v + g
 * w ← w − lr · (g + momentum · v)
 * </pre>
 *
 * DL4J's own {@code Nesterovs} keeps the learning rate inside of v: v ← momentum · v − lr · g, w ← w − lr · g + momentum ·
 * v. It takes the same steps while the rate is constant, and others as soon as it changes. The updater state is v, in the
 * parameters' order.
 *
 * @param learningRate lr, before the schedule; positive
 * @param momentum share of the velocity that is kept, in (0, 1)
 * @param weightDecay coefficient of the coupled decay, not negative
 */
public record Nesterov(double learningRate, @Default("0.9") double momentum, @Default("0") double weightDecay)
        implements Optimizer {
    /** Checks the settings. */
    public Nesterov {
        Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        Check.that(momentum > 0 && momentum < 1, "momentum", momentum, "in (0, 1)");
        Check.that(weightDecay >= 0 && Double.isFinite(weightDecay), "weight-decay", weightDecay, "0 or more");
    }

    @Override
    public IUpdater updater(ISchedule schedule) {
        return new VelocityUpdater(schedule, momentum, true);
    }
}
