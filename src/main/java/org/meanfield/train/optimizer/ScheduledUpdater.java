package org.meanfield.train.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** An optimizer in DL4J's terms whose learning rate is the job's schedule. */
interface ScheduledUpdater extends IUpdater {
    /** Returns the learning rate of each local step. */
    ISchedule learningRate();

    /** Returns its formula for floats in Java's memory, of the step {@code iteration}, counted from 0. */
    BlockUpdate blockUpdate(int iteration, int epoch);

    /** Returns what applies it to ND4J's arrays, without a state yet. */
    GradientUpdater<?> create();

    @Override
    default GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        GradientUpdater<?> updater = create();
        updater.setStateViewArray(state, new long[] {state.length()}, 'c', initialize);
        return updater;
    }

    @Override
    default GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        GradientUpdater<?> updater = create();
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    default double getLearningRate(int iteration, int epoch) {
        return learningRate().valueAt(iteration, epoch);
    }

    @Override
    default boolean hasLearningRate() {
        return true;
    }

    @Override
    default void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException("The learning rate is part of the job and cannot be replaced");
    }
}
