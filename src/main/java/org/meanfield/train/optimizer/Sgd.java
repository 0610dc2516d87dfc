package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Stochastic gradient descent: w ← w − lr · g.
 *
 * @param learningRate lr, before the schedule; positive
 * @param weightDecay coefficient of the coupled decay, not negative
 */
public record Sgd(double learningRate, @Default("0") double weightDecay) implements Optimizer {
    /** Checks the settings. */
    public Sgd {
        Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        Check.that(weightDecay >= 0 && Double.isFinite(weightDecay), "weight-decay", weightDecay, "0 or more");
    }

    @Override
    public IUpdater updater(ISchedule schedule) {
        return org.nd4j.linalg.learning.config.Sgd.builder()
                .learningRate(learningRate)
                .learningRateSchedule(schedule)
                .build();
    }
}
