package org.meanfield.train;

/**
 * A mini-batch as input of a network.
 *
 * @param features normalized pixels, [views · examples, channels, height, width], c order; view after view
 * @param labels the target probability of each class, [examples, classes], c order
 * @param examples the number of images
 * @param consistency the weight of the {@link Consistency} between three views of each image; 0 for one view and no such term
 */
public record Batch(float[] features, float[] labels, int examples, double consistency) {
    /** Creates a batch of one view. */
    public Batch(float[] features, float[] labels, int examples) {
        this(features, labels, examples, 0);
    }

    /** Returns the number of rows of the features. */
    public int rows() {
        return consistency > 0 ? Consistency.VIEWS * examples : examples;
    }
}
