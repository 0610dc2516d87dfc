package org.meanfield.train;

import java.io.Serializable;

/**
 * What becomes of the mean of the workers' states: the outer step.
 *
 * <p>In the formulas x is the state's parameters that a round started from, x̄ the weighted mean of the workers' parameters
 * after it and Δ = x − x̄ the pseudo-gradient. An outer step is for parameters that are learnt: what {@link OuterStep}
 * knows as running statistics takes the plain mean, whatever the outer step makes of it.
 */
public sealed interface Averaging extends Serializable
        permits MeanAveraging, SlowMomentumAveraging, NesterovAveraging, EmaAveraging {
    /**
     * Returns the state that the next round starts from, with what the outer step remembers.
     *
     * @param before the state that the round started from
     * @param mean the weighted mean of the workers' states after it, without an outer part
     * @param learningRate the mean learning rate of the round's local steps, positive
     */
    State outerStep(State before, State mean, double learningRate);
}
