package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import org.meanfield.evaluate.Scored;

/**
 * What models come to on a block of images under some conditions.
 *
 * @param scores of each condition and, for each of these, of each model
 * @param digests of each condition the SHA-256 of each corrupted image, 32 bytes each
 * @param corruptSeconds spent on making the corrupted images
 * @param inferSeconds spent on putting them before the models
 */
record BlockScores(List<List<Scored>> scores, List<byte[]> digests, double corruptSeconds, double inferSeconds)
        implements Serializable {}
