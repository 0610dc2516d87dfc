package org.meanfield.image;

import java.io.Serializable;

/** The size of an image: channels × height × width, all positive. */
public record ImageShape(int channels, int height, int width) implements Serializable {
    /** Returns the number of values of an image: channels · height · width. */
    public int size() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
