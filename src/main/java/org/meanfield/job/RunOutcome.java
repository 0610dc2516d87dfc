package org.meanfield.job;

import com.fasterxml.jackson.databind.JsonNode;
import org.meanfield.metrics.RunStatus;

/**
 * How a run ended.
 *
 * @param status finished or diverged
 * @param json the line for scripts
 */
public record RunOutcome(RunStatus status, JsonNode json) {}
