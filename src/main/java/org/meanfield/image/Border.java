package org.meanfield.image;

/** What an image is taken to be beyond its edge. */
public enum Border {
    /** Black. */
    ZERO,
    /** As its nearest pixel is. */
    REPLICATE
}
