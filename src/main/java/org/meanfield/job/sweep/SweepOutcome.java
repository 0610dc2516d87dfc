package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ExitCode;

/**
 * Outcome of a sweep.
 *
 * @param failed number of failed trials; a diverged one is a result and does not count
 * @param json the JSON result
 */
public record SweepOutcome(int failed, JsonNode json) {
    /** Returns the exit code: 0 if every trial finished, diverged or was stopped early, else 1. */
    public int exitCode() {
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
