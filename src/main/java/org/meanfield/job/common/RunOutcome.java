package org.meanfield.job.common;

import com.fasterxml.jackson.databind.JsonNode;
import org.meanfield.tables.RunStatus;
import picocli.CommandLine.ExitCode;

/**
 * How a run ended.
 *
 * @param status finished or diverged
 * @param json the line for scripts
 */
public record RunOutcome(RunStatus status, JsonNode json) {
    /** Returns the exit code: 0 if it is done, 1 if not. */
    public int exitCode() {
        return status == RunStatus.FINISHED ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
