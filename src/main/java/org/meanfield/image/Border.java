package org.meanfield.image;

/** The values of an image beyond its edge. */
public enum Border {
    /** Black. */
    ZERO,
    /** The nearest pixel's. */
    REPLICATE
}
