package org.meanfield.job.sweep;

import java.util.List;
import java.util.Optional;
import org.meanfield.job.train.TrialScore;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;

/**
 * Outcome of one rung of a trial.
 *
 * @param status status of its run; running if the trial may continue
 * @param result its result for the scheduler
 * @param score score of a finished trial
 * @param reason reason for divergence or failure; empty otherwise
 * @param warnings that its result gives reason for
 */
record TrialOutcome(
        RunStatus status, TrialResult result, Optional<TrialScore> score, String reason, List<String> warnings) {
    /** Creates one of a trial that has not finished. */
    TrialOutcome(RunStatus status, TrialResult result, String reason) {
        this(status, result, Optional.empty(), reason, List.of());
    }
}
