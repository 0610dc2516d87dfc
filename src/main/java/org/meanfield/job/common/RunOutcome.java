package org.meanfield.job.common;

import com.fasterxml.jackson.databind.JsonNode;
import org.meanfield.tables.RunStatus;
import picocli.CommandLine.ExitCode;

/**
 * Outcome of a run.
 *
 * @param status finished or diverged
 * @param json the JSON result
 */
public record RunOutcome(RunStatus status, JsonNode json) {
    /** Returns the exit code: 0 if it finished, else 1. */
    public int exitCode() {
        return status == RunStatus.FINISHED ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
