package org.meanfield.job.sweep;

import org.meanfield.tables.RunStatus;

/**
 * Ends a sweep with too many failed trials, or whose trials fail one after another for one reason, which is then not the trials' own:
 * a lost store, a broken executor, a mistake in the base job. For any number of threads.
 */
final class FailureLimit {
    private static final int IN_A_ROW = 3;

    private String reason = "";
    private int length;
    private final int most;
    private int failed;

    /**
     * Creates one.
     *
     * @param most failed trials that end the sweep; 0 for no limit
     */
    FailureLimit(int most) {
        this.most = most;
    }

    /**
     * Takes in how a rung of a trial ended.
     *
     * @throws IllegalStateException if it is the third failure in a row for the same reason, or there are too many
     */
    synchronized void add(TrialOutcome outcome) {
        if (outcome.status() != RunStatus.FAILED) {
            length = 0;
            return;
        }
        failed++;
        // Paths and names in a reason may contain the trial's id.
        String own = outcome.reason().replace(outcome.result().trial(), "");
        length = own.equals(reason) ? length + 1 : 1;
        reason = own;
        if (length == IN_A_ROW) {
            throw new IllegalStateException(
                    "%d trials in a row failed for the same reason: %s".formatted(IN_A_ROW, outcome.reason()));
        }
        if (failed == most) {
            throw new IllegalStateException(
                    "%d trials failed, and max-failures is %d; the last: %s".formatted(failed, most, outcome.reason()));
        }
    }
}
