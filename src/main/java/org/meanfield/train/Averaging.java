package org.meanfield.train;

import java.io.Serializable;

/** What becomes of the mean of the workers' states: the outer step. */
public sealed interface Averaging extends Serializable permits MeanAveraging {
    /**
     * Returns the state that the next round starts from.
     *
     * @param before the state that the round started from
     * @param mean the weighted mean of the workers' states after it
     */
    State outerStep(State before, State mean);
}
