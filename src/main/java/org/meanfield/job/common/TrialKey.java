package org.meanfield.job.common;

/**
 * The sweep and trial that a run belongs to.
 *
 * @param sweepId the sweep
 * @param trial the trial's id in it
 * @param cell label of the trial's cell, such as {@code train.batch=64}
 */
public record TrialKey(String sweepId, String trial, String cell) {
    /** The key of a standalone run. */
    public static final TrialKey NONE = new TrialKey("", "", "");
}
