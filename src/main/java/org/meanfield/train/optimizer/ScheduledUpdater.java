package org.meanfield.train.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** DL4J updater whose learning rate is the job's schedule. */
interface ScheduledUpdater extends IUpdater {
    /** Returns the learning rate of each local step. */
    ISchedule learningRate();

    /** Returns its formula for blocks of floats, at step {@code iteration}, from 0. */
    BlockUpdate blockUpdate(int iteration, int epoch);

    /** Returns its formula for other engines, at step {@code iteration}, from 0. */
    Formula formula(int iteration);

    /** Returns its DL4J implementation for ND4J arrays, without a state yet. */
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
