package org.meanfield.job.common;

import com.fasterxml.jackson.databind.JsonNode;
import org.meanfield.tables.RunStatus;
import picocli.CommandLine.ExitCode;

/**
 * Outcome of a run.
 *
 * @param status finished, stopped-early or diverged
 * @param json the JSON result
 */
public record RunOutcome(RunStatus status, JsonNode json) {
    /** Returns the exit code: 1 if it diverged, else 0. */
    public int exitCode() {
        return status == RunStatus.DIVERGED ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
