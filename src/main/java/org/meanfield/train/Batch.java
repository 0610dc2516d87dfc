package org.meanfield.train;

/**
 * A mini-batch as input of a network.
 *
 * @param features normalized pixels, [examples, channels, height, width], c order
 * @param labels the target probability of each class, [examples, classes], c order
 * @param examples the number of images
 */
public record Batch(float[] features, float[] labels, int examples) {}
