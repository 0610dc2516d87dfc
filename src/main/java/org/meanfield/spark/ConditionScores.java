package org.meanfield.spark;

import java.util.List;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.Scored;

/**
 * Scores of models on a whole split under a condition.
 *
 * @param hashes of each model, in their order, the SHA-256, in hex, over the SHA-256 of each image that it was scored on, in their
 *     order: of attacked images each model can have its own
 * @param models of each model, in their order
 * @param adapted of each model the accuracy with batch norm adapted to the images, NaN of attacks; empty for a job that does not adapt
 */
public record ConditionScores(Condition condition, List<String> hashes, List<Scored> models, List<Double> adapted) {}
