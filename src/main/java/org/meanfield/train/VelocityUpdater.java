package org.meanfield.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Classical and Nesterov's momentum in DL4J's terms, with the formulas of {@link Momentum} and {@link Nesterov}. The
 * updater state is the velocity: one number for each parameter, in the parameters' order.
 */
record VelocityUpdater(ISchedule learningRate, double momentum, boolean nesterov) implements IUpdater {
    private static final String VELOCITY = "V";

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<VelocityUpdater> instantiate(INDArray state, boolean initialize) {
        Velocity velocity = new Velocity(this);
        velocity.setStateViewArray(state, new long[] {state.length()}, 'c', initialize);
        return velocity;
    }

    @Override
    public GradientUpdater<VelocityUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        Velocity velocity = new Velocity(this);
        velocity.setState(state, initialize);
        return velocity;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException("The learning rate is part of the job and cannot be replaced");
    }

    @Override
    public VelocityUpdater clone() {
        return this;
    }

    /** Turns gradients into updates, in place. */
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
