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
     * @param trials all of them, in the order of the sweep
     * @param finished one result of each stretch that is over
     */
    List<Start> next(List<Trial> trials, List<TrialResult> finished);

    /** Returns the trials that it has given up, in the order of the sweep; the parameters are those of {@link #next}. */
    List<String> stopped(List<Trial> trials, List<TrialResult> finished);

    /** Returns the epochs at which the stretches of a trial of so many end; the last is its end. */
    List<Integer> ends(int epochs);

    /** Returns how many epochs are trained in all, if none of the trials diverges or fails. */
    long epochs(List<Trial> trials);

    /** Returns whether it compares trials before they are over, for which they need a score at the end of an epoch. */
    boolean comparesEarly();
}
