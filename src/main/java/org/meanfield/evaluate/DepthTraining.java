package org.meanfield.evaluate;

import java.io.Serializable;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Training of the stacks of a depth study: plain gradient descent on the loss ½ ‖a − y‖² of the last activations a, averaged over
 * a batch of new inputs x ~ N(0, I). The targets y_k = (1 + cos x_k) / 2 are in [0, 1], which every activation reaches.
 *
 * @param steps the number of steps; 0 for a study of the initial weights only, with random gradients of the last activations
 * @param every the steps between two measurements; the first is before the first step
 * @param learningRate the learning rate
 */
public record DepthTraining(@Default("0") int steps, @Default("50") int every, @Default("0.1") double learningRate)
        implements Serializable {
    /** No training. */
    public static final DepthTraining NONE = new DepthTraining(0, 50, 0.1);

    private static final int MOST_STEPS = 1_000_000;

    /** Checks the settings. */
    public DepthTraining {
        Check.that(steps >= 0 && steps <= MOST_STEPS, "steps", steps, "in 0 … " + MOST_STEPS);
        Check.that(every > 0, "every", every, "positive");
        Check.that(
                learningRate > 0 && Double.isFinite(learningRate),
                "learning-rate",
                learningRate,
                "positive and finite");
    }
}
