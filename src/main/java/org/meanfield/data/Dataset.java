package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/** A data set, by its settings: where its files are and which part of it is for validation. */
public sealed interface Dataset extends Serializable permits FashionMnist, Mnist, SyntheticDigits {
    /** Returns the size of its images. */
    ImageShape shape();

    /** Returns the number of classes; labels are 0 … classes − 1. */
    int classes();

    /** Returns whether an image that is mirrored left to right still shows its class, which digits do not. */
    boolean mirrorKeepsClass();

    /**
     * Returns a split, always the same images in the same order. It is read anew at each call.
     *
     * @throws org.meanfield.config.InvalidInputException if its files are missing or broken
     */
    LabelledImages load(Split split);

    /**
     * Fetches what is missing, once, with progress on {@code log}.
     *
     * @throws java.io.UncheckedIOException if it can't be reached, saying what to put where
     * @throws org.meanfield.config.InvalidInputException if what came is broken or not the published data
     */
    void fetch(Progress log);

    /** Returns the SHA-256, in hex, of what the splits consist of: the checksums of its files and its settings. */
    String hash();
}
