package org.meanfield.job.common;

/**
 * Which trial of which sweep a run is.
 *
 * @param sweepId the sweep
 * @param trial the trial's id in it
 * @param cell what sets the trial's cell apart, for instance {@code train.batch=64}
 */
public record TrialKey(String sweepId, String trial, String cell) {
    /** That of a run by itself. */
    public static final TrialKey NONE = new TrialKey("", "", "");
}
