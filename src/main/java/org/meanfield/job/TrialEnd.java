package org.meanfield.job;

import java.util.Optional;
import org.meanfield.metrics.RunStatus;
import org.meanfield.sweep.TrialResult;

/**
 * What a stretch of a trial came to.
 *
 * @param status of its run; still running for one that may go on
 * @param result for the scheduler
 * @param score of one that has come to its end
 * @param reason why it did not get there; empty if it did
 */
record TrialEnd(RunStatus status, TrialResult result, Optional<TrialScore> score, String reason) {}
