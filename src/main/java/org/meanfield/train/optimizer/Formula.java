package org.meanfield.train.optimizer;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An optimizer's formula at one local step, for an engine with arrays of its own: w are the parameters, g the gradient of
 * the mean loss with coupled weight decay.
 */
public sealed interface Formula {
    /** Returns the values of state that a parameter has. */
    int states();

    /** w ← w − rate · g. */
    record Descent(double rate) implements Formula {
        @Override
        public int states() {
            return 0;
        }
    }

    /** v ← momentum · v + g; w ← w − rate · v or, by Nesterov, w ← w − rate · (g + momentum · v). The state is v. */
    record Velocity(double rate, double momentum, boolean nesterov) implements Formula {
        @Override
        public int states() {
            return 1;
        }
    }

    /**
     * m ← beta1 · m + (1 − beta1) · g; v ← beta2 · v + (1 − beta2) · g²; w ← w − rate · m / (√v + epsilon). The state is m
     * and then v.
     *
     * @param rate the learning rate with the correction of the bias
     */
    record Moments(double rate, double beta1, double beta2, double epsilon) implements Formula {
        @Override
        public int states() {
            return 2;
        }
    }

    /** Returns that of an optimizer that {@link FlatUpdate} takes, after {@code iteration} local steps. */
    static Formula of(IUpdater optimizer, int iteration) {
        return optimizer instanceof ScheduledUpdater ours
                ? ours.formula(iteration)
                : new Descent(optimizer.getLearningRate(iteration, 0));
    }
}
