package org.meanfield.train.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Classical and Nesterov's momentum as a DL4J updater, with the formulas of {@link Momentum} and {@link Nesterov}. The
 * updater state is the velocity: one number for each parameter, in the parameters' order.
 */
record VelocityUpdater(ISchedule learningRate, double momentum, boolean nesterov) implements ScheduledUpdater {
    private static final String VELOCITY = "V";

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public BlockUpdate blockUpdate(int iteration, int epoch) {
        float share = (float) momentum;
        float rate = (float) getLearningRate(iteration, epoch);
        return (gradient, state, count) -> {
            float[] velocity = state[0];
            for (int i = 0; i < count; i++) {
                velocity[i] = Math.fma(share, velocity[i], gradient[i]);
            }
            if (nesterov) {
                BlockUpdate.axpy(share, velocity, gradient, count);
                BlockUpdate.scale(gradient, rate, count);
            } else {
                for (int i = 0; i < count; i++) {
                    gradient[i] = rate * velocity[i];
                }
            }
        };
    }

    @Override
    public Formula formula(int iteration) {
        return new Formula.Velocity(getLearningRate(iteration, 0), momentum, nesterov);
    }

    @Override
    public GradientUpdater<VelocityUpdater> create() {
        return new Velocity(this);
    }

    @Override
    public VelocityUpdater clone() {
        return this;
    }

    /** Converts gradients to updates, in place. */
    private static final class Velocity implements GradientUpdater<VelocityUpdater> {
        private final VelocityUpdater config;
        private INDArray velocity = Nd4j.empty();

        private Velocity(VelocityUpdater config) {
            this.config = config;
        }

        @Override
        public VelocityUpdater getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            velocity = state.get(VELOCITY);
            if (initialize) {
                velocity.assign(0);
            }
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(VELOCITY, velocity);
        }

        @Override
        public void setStateViewArray(INDArray state, long[] shape, char order, boolean initialize) {
            setState(Map.of(VELOCITY, state.reshape(order, shape)), initialize);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            Nd4j.exec(new Axpy(velocity, gradient, velocity, config.momentum));
            INDArray direction = velocity;
            if (config.nesterov) {
                Nd4j.exec(new Axpy(velocity, gradient, gradient, config.momentum));
                direction = gradient;
            }
            direction.muli(config.getLearningRate(iteration, epoch), gradient);
        }
    }
}
