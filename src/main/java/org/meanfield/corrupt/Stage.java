package org.meanfield.corrupt;

/** When an image is corrupted, which sets the unit of a change. */
public enum Stage {
    /** Values of the image, in [0, 1]. */
    BEFORE_NORMALIZATION,
    /** Normalized values, with a mean of 0 and a standard deviation of 1 over the training images. */
    AFTER_NORMALIZATION
}
