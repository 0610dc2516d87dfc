package org.meanfield.image;

import java.io.IOException;

/** The pixels of a picture as they are decoded, from top to bottom: grey, or red, green and blue, in levels of 0 … 255. */
public interface PictureRows {
    /** Returns 1 for grey or 3 for red, green and blue. */
    int channels();

    /**
     * Decodes the next row, one channel into each array of {@code row}.
     *
     * @throws IOException if the file is corrupt there
     */
    void next(byte[][] row) throws IOException;
}
