package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import org.meanfield.evaluate.Scored;

/**
 * Scores of models on a block of images under some conditions.
 *
 * @param piece the task: which models, block and conditions
 * @param scores of each condition and, for each of these, of each model
 * @param digests of each condition and, for each of these, of each model the SHA-256 of each image, 32 bytes each
 * @param adapted of each condition and, for each of these, of each model the correct images with adapted batch norm; −1 without
 * @param corruptSeconds spent on making the corrupted images
 * @param inferSeconds spent on inference
 */
record BlockScores(
        ScoringTask piece,
        List<List<Scored>> scores,
        List<List<byte[]>> digests,
        List<List<Long>> adapted,
        double corruptSeconds,
        double inferSeconds)
        implements Serializable {
    /** Returns the digests of a model's images under a condition, by their numbers among all of them. */
    byte[] digests(int condition, int model) {
        return digests.get(condition - piece.firstCondition()).get(model - piece.firstModel());
    }

    /** Returns the correct images of an adapted model under a condition, by their numbers among all of them; −1 without. */
    long adapted(int condition, int model) {
        return adapted.get(condition - piece.firstCondition()).get(model - piece.firstModel());
    }

    /** Returns the score of a model under a condition, by their numbers among all of them. */
    Scored scored(int condition, int model) {
        return scores.get(condition - piece.firstCondition()).get(model - piece.firstModel());
    }
}
