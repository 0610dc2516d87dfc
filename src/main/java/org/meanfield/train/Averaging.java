package org.meanfield.train;

import java.io.Serializable;

/**
 * The outer step: how the mean of the workers' states becomes the next state.
 *
 * <p>In the formulas x is the state's parameters that a round started from, x̄ the weighted mean of the workers'
 * parameters after it and Δ = x − x̄ the pseudo-gradient. An outer step applies to trainable parameters only: running
 * statistics, as {@link OuterStep} defines them, take the plain mean.
 */
public sealed interface Averaging extends Serializable
        permits MeanAveraging, SlowMomentumAveraging, NesterovAveraging, EmaAveraging {
    /**
     * Returns the state that the next round starts from, with the outer step's own state.
     *
     * @param before the state that the round started from
     * @param mean the weighted mean of the workers' states after it, without an outer state
     * @param learningRate the mean learning rate of the round's local steps, positive
     */
    State outerStep(State before, State mean, double learningRate);
}
