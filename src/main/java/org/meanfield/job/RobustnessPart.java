package org.meanfield.job;

import java.util.List;
import org.meanfield.metrics.RobustnessRow;

/**
 * What a group of models has come to under the conditions of one corruption: so much is lost at most when a run is stopped.
 *
 * @param runId whose part it is
 * @param rows of the table
 * @param hits of each model, which images are right, as {@link java.util.BitSet#toByteArray} has them; none where the images
 *     are corrupted
 * @param scored how many times an image was put before a model
 * @param seconds it took
 * @param corruptSeconds of all cores, for making corrupted images
 * @param inferSeconds of all cores, for putting them before models
 */
record RobustnessPart(
        String runId,
        List<RobustnessRow> rows,
        List<byte[]> hits,
        long scored,
        double seconds,
        double corruptSeconds,
        double inferSeconds) {}
