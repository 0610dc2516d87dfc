package org.meanfield.image;

/**
 * An image as floats. Operations return a new image and do not change their input.
 *
 * @param shape its size
 * @param pixels pixel (c, y, x) is at {@code (c · height + y) · width + x}; 0 is black and 1 the brightest
 */
public record Image(ImageShape shape, float[] pixels) {
    /** Checks that the number of pixels matches the shape. */
    public Image {
        if (pixels.length != shape.size()) {
            throw new IllegalArgumentException("%d values are not an image of %s".formatted(pixels.length, shape));
        }
    }

    /** Creates a black image. */
    public Image(ImageShape shape) {
        this(shape, new float[shape.size()]);
    }

    /** Returns a deep copy. */
    public Image copy() {
        return new Image(shape, pixels.clone());
    }

    /** Returns the number of pixels of one channel: height · width. */
    public int plane() {
        return shape.height() * shape.width();
    }

    /** Returns a copy whose values are clipped to [0, 1]. */
    public Image clipped() {
        Image clipped = copy();
        for (int i = 0; i < clipped.pixels.length; i++) {
            clipped.pixels[i] = clip(clipped.pixels[i]);
        }
        return clipped;
    }

    /** Returns {@code value} clipped to [0, 1]. */
    public static float clip(float value) {
        return Math.min(1, Math.max(0, value));
    }
}
