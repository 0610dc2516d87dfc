package org.meanfield.train;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Outer gradient descent with Nesterov's momentum on the pseudo-gradient Δ = x − x̄ (Douillard et al. 2023, "DiLoCo",
 * algorithm 1, whose outer optimizer is PyTorch's {@code SGD(nesterov=True)}): from v = 0,
 *
 * <pre>
 * v ← momentum · v + Δ
 * x ← x − learning-rate · (Δ + momentum · v)
 * </pre>
 *
 * @param learningRate of the outer step, positive; it does not follow the schedule of the local steps
 * @param momentum share of the velocity that is kept, in [0, 1)
 */
public record NesterovAveraging(@Default("0.7") double learningRate, @Default("0.9") double momentum)
        implements Averaging {
    /** Checks the settings. */
    public NesterovAveraging {
        Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        Check.that(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
    }

    @Override
    public State outerStep(State before, State mean, double localLearningRate) {
        float[] old = before.outer().momentumOf(before.parameters().length);
        float[] velocity = new float[old.length];
        float[] parameters = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            double x = before.parameters()[i];
            double delta = x - mean.parameters()[i];
            double v = momentum * old[i] + delta;
            velocity[i] = (float) v;
            parameters[i] = (float) (x - learningRate * (delta + momentum * v));
        }
        return new State(parameters, mean.updater(), mean.steps(), OuterState.ofMomentum(velocity));
    }
}
