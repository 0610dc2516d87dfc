package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/**
 * Outcome of a sweep.
 *
 * @param failed number of failed trials; a diverged one is a result and does not count
 * @param json the JSON result
 */
public record SweepOutcome(int failed, JsonNode json) {
    /** Returns whether no trial is left to be trained. */
    boolean isOver() {
        return !json.has("status");
    }

    /** Returns the file of the best cell's job; empty if no trial has finished. */
    Optional<String> bestJob() {
        return Optional.ofNullable(json.get("best_job")).map(JsonNode::asText);
    }

    /** Returns the exit code: 0 if every trial finished, diverged or was stopped early, else 1. */
    public int exitCode() {
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
