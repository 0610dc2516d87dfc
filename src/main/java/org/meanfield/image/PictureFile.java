package org.meanfield.image;

import java.io.IOException;

/** A file of a picture whose header has been read, and no more of it. What is wrong with it is an {@link IOException}. */
public interface PictureFile {
    /** Returns the number of rows, which the header only claims. */
    int height();

    /** Returns the number of pixels in a row, which the header only claims. */
    int width();

    /**
     * Returns how many bytes the decoding takes at most, besides the file's.
     *
     * @throws IOException if the file is too short for what its header claims
     */
    long memory() throws IOException;

    /**
     * Decodes it.
     *
     * @throws UnsupportedPictureException if it is of a kind that is not read
     * @throws IOException if it is broken
     */
    PictureRows rows() throws IOException;

    /** Returns what was mended while it was decoded; empty if nothing was. */
    String mended();
}
