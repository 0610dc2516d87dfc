package org.meanfield.spark;

import java.util.List;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.Scored;

/**
 * Scores of models on a whole split under a condition.
 *
 * @param hash the SHA-256, in hex, over the SHA-256 of each corrupted image, in their order
 * @param models of each model, in their order
 */
public record ConditionScores(Condition condition, String hash, List<Scored> models) {}
