package org.meanfield.image;

import java.io.IOException;

/** A picture file of which only the header has been read. Invalid content is an {@link IOException}. */
public interface PictureFile {
    /** Returns the number of rows, as given by the header. */
    int height();

    /** Returns the number of pixels in a row, as given by the header. */
    int width();

    /**
     * Returns an upper bound of the memory for decoding, in bytes, besides the file's.
     *
     * @throws IOException if the file is too short for the size in its header
     */
    long memory() throws IOException;

    /**
     * Decodes the picture.
     *
     * @throws UnsupportedPictureException if it is of an unsupported kind
     * @throws IOException if it is corrupt
     */
    PictureRows rows() throws IOException;

    /** Returns the first damage that was tolerated during decoding; empty if there was none. */
    String mended();
}
