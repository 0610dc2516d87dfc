package org.meanfield.corrupt;

/** When an image is corrupted, which decides what the size of a change is measured by. */
public enum Stage {
    /** As an image of values in [0, 1]. */
    BEFORE_NORMALIZATION,
    /** As what the network sees, which has a mean of 0 and a standard deviation of 1 over the training images. */
    AFTER_NORMALIZATION
}
