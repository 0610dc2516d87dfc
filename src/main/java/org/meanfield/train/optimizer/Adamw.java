package org.meanfield.train.optimizer;

import org.meanfield.config.Default;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019): w ← w − lr · weight-decay · w − Adam's update,
 * both from the same w and with the scheduled lr, as PyTorch's {@code AdamW}.
 *
 * @param learningRate lr, before the schedule; positive
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon what keeps the division finite, positive
 * @param weightDecay coefficient of the decoupled decay, not negative
 */
public record Adamw(
        double learningRate,
        @Default("0.9") double beta1,
        @Default("0.999") double beta2,
        @Default("1e-8") double epsilon,
        @Default("0.01") double weightDecay)
        implements Optimizer {
    /** Checks the settings, which are those of {@link Adam}. */
    public Adamw {
        new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public boolean decoupled() {
        return true;
    }

    @Override
    public IUpdater updater(ISchedule schedule) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay).updater(schedule);
    }
}
