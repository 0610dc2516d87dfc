package org.meanfield.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * Scheduler of a sweep's trials: {@code scheduler:} of a sweep file. A pure function of the finished results,
 * independent of their order, so that a resumed sweep simply asks again.
 */
public sealed interface Scheduler extends Serializable
        permits AllScheduler, SuccessiveHalvingScheduler, HyperbandScheduler, MedianStoppingScheduler {
    /**
     * Returns the rungs that are decided and not finished, in the order to train them in.
     *
     * @param trials all trials, in the order of the sweep
     * @param finished the results of finished rungs
     */
    List<Start> next(List<Trial> trials, List<TrialResult> finished);

    /** Returns the stopped trials, in the order of the sweep; the parameters are those of {@link #next}. */
    List<String> stopped(List<Trial> trials, List<TrialResult> finished);

    /** Returns the epochs at which the rungs of a trial of {@code trials} end; the last is its end. */
    List<Integer> ends(List<Trial> trials, Trial trial);

    /** Returns the largest number of epochs that it trains in all. */
    long epochs(List<Trial> trials);

    /**
     * Returns whether it compares trials before they finish, for which they need a validation score at the end of
     * epochs.
     */
    boolean comparesEarly();
}
