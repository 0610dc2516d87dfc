package org.meanfield.job;

import com.fasterxml.jackson.databind.JsonNode;
import org.meanfield.metrics.RunStatus;
import picocli.CommandLine.ExitCode;

/**
 * How a run ended.
 *
 * @param status finished or diverged
 * @param json the line for scripts
 */
public record RunOutcome(RunStatus status, JsonNode json) {
    /** Returns the exit code: 0 if it is done, 1 if not. */
    int exitCode() {
        return status == RunStatus.FINISHED ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
