package org.meanfield.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * Decides which trials go on, and how far: {@code scheduler:} of a sweep file. A pure function of what is finished, in
 * whatever order that came about, so that a sweep that is resumed asks it again.
 */
public sealed interface Scheduler extends Serializable permits AllScheduler, SuccessiveHalvingScheduler {
    /**
     * Returns the stretches that are decided on and not finished, in the order to train them in.
     *
     * @param trials the ids of all trials, in the order of the sweep
     * @param epochs of a whole training
     * @param finished one result of each stretch that is over
     */
    List<Start> next(List<String> trials, int epochs, List<TrialResult> finished);

    /** Returns the trials that it has given up, in the order of the sweep; the parameters are those of {@link #next}. */
    List<String> stopped(List<String> trials, int epochs, List<TrialResult> finished);

    /** Returns whether it compares trials before they are over, for which they need a score at the end of an epoch. */
    boolean comparesEarly();
}
