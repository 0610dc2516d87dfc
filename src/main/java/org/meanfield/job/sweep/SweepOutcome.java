package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ExitCode;

/**
 * How a sweep ended.
 *
 * @param failed trials that ended with an error; one that diverged is a result, and not among them
 * @param json the line for scripts
 */
public record SweepOutcome(int failed, JsonNode json) {
    /** Returns the exit code: 0 if every trial came to its end, diverged or was given up; 1 if not. */
    public int exitCode() {
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
