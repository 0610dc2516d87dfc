package org.meanfield.train;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Slow momentum (Wang, Tantia, Ballas and Rabbat 2020, "SlowMo", algorithm 1): from u = 0,
 *
 * <pre>
 * u ← slow-momentum · u + (x − x̄) / γ
 * x ← x − slow-learning-rate · γ · u
 * </pre>
 *
 * where γ is the learning rate of the local optimizer in that round: the mean over its steps, where a schedule changes it
 * within a round. With a slow momentum of 0 and a slow learning rate of 1 it is the plain mean.
 *
 * @param slowLearningRate α of the paper, positive
 * @param slowMomentum β of the paper, in [0, 1)
 */
public record SlowMomentumAveraging(@Default("1") double slowLearningRate, @Default("0.5") double slowMomentum)
        implements Averaging {
    /** Checks the settings. */
    public SlowMomentumAveraging {
        Check.that(
                slowLearningRate > 0 && Double.isFinite(slowLearningRate),
                "slow-learning-rate",
                slowLearningRate,
                "positive");
        Check.that(slowMomentum >= 0 && slowMomentum < 1, "slow-momentum", slowMomentum, "in [0, 1)");
    }

    @Override
    public State outerStep(State before, State mean, double learningRate) {
        float[] old = before.outer().momentumOf(before.parameters().length);
        float[] momentum = new float[old.length];
        float[] parameters = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            double x = before.parameters()[i];
            double u = slowMomentum * old[i] + (x - mean.parameters()[i]) / learningRate;
            momentum[i] = (float) u;
            parameters[i] = (float) (x - slowLearningRate * learningRate * u);
        }
        return new State(parameters, mean.updater(), mean.steps(), OuterState.ofMomentum(momentum));
    }
}
