package org.meanfield.job.sweep;

import org.meanfield.tables.RunStatus;

/**
 * Ends a sweep whose trials fail one after another for one reason, which is then not the trials' own: a lost store, a broken
 * executor, a mistake in the base job. For any number of threads.
 */
final class FailureStreak {
    private static final int MOST = 3;

    private String reason = "";
    private int length;

    /**
     * Takes in how a rung of a trial ended.
     *
     * @throws IllegalStateException if it is the third failure in a row for the same reason
     */
    synchronized void add(TrialOutcome outcome) {
        if (outcome.status() != RunStatus.FAILED) {
            length = 0;
            return;
        }
        // Paths and names in a reason may contain the trial's id.
        String own = outcome.reason().replace(outcome.result().trial(), "");
        length = own.equals(reason) ? length + 1 : 1;
        reason = own;
        if (length == MOST) {
            throw new IllegalStateException(
                    "%d trials in a row failed for the same reason: %s".formatted(MOST, outcome.reason()));
        }
    }
}
