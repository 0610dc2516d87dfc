package org.meanfield.train.optimizer;

import java.io.Serializable;

/**
 * Learning rate schedule: a factor for each local step.
 *
 * <p>Steps are those of one worker, from 0, so a schedule neither depends on the number of workers nor drifts after a
 * resume. Every schedule starts with a linear warm-up (Goyal et al. 2017, "Accurate, Large Minibatch SGD"), whose last
 * step has the factor 1; the rest of the steps is the schedule's own.
 */
public sealed interface Schedule extends Serializable
        permits ConstantSchedule, StepSchedule, CosineSchedule, ExponentialSchedule {
    /** Returns the number of local steps of the warm-up; 0 for none. */
    int warmUp();

    /**
     * Returns the factor of a step after the warm-up.
     *
     * @param step the steps since the warm-up, from 0; from {@code steps} on the factor is that of the end
     * @param steps the steps from the warm-up to the end of the training
     */
    double afterWarmUp(long step, long steps);

    /**
     * Returns the factor of the optimizer's learning rate: (step + 1) / warm-up during the warm-up, and {@link
     * #afterWarmUp} from there.
     *
     * @param step the local steps that the worker has taken before this one
     * @param totalSteps the local steps of one worker in the whole training, warm-up included
     */
    default double factor(long step, long totalSteps) {
        return step < warmUp() ? (step + 1.0) / warmUp() : afterWarmUp(step - warmUp(), totalSteps - warmUp());
    }
}
