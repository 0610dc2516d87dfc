package org.meanfield.job.sweep;

import java.util.Optional;
import org.meanfield.job.train.TrialScore;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;

/**
 * What a stretch of a trial came to.
 *
 * @param status of its run; still running for one that may go on
 * @param result for the scheduler
 * @param score of one that has come to its end
 * @param reason why it did not get there; empty if it did
 */
record TrialOutcome(RunStatus status, TrialResult result, Optional<TrialScore> score, String reason) {}
