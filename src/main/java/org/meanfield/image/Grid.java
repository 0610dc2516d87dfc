package org.meanfield.image;

/** Changes that move whole pixels without interpolation. */
public final class Grid {
    private Grid() {}

    /** Returns {@code image} mirrored left to right. */
    public static Image mirrored(Image image) {
        Image mirrored = new Image(image.shape());
        int width = image.shape().width();
        for (int start = 0; start < mirrored.pixels().length; start += width) {
            for (int x = 0; x < width; x++) {
                mirrored.pixels()[start + x] = image.pixels()[start + width - 1 - x];
            }
        }
        return mirrored;
    }

    /** Returns {@code image} shifted to the right by {@code x} pixels and down by {@code y}. */
    public static Image shifted(Image image, int x, int y, Border border) {
        Image shifted = new Image(image.shape());
        int width = image.shape().width();
        int height = image.shape().height();
        for (int row = 0; row < shifted.pixels().length / width; row++) {
            int first = row / height * height;
            int from = Math.max(first, Math.min(first + height - 1, row - y));
            if (from == row - y || border == Border.REPLICATE) {
                shiftRow(image.pixels(), from * width, shifted.pixels(), row * width, width, x, border);
            }
        }
        return shifted;
    }

    private static void shiftRow(float[] source, int from, float[] target, int to, int width, int x, Border border) {
        for (int i = 0; i < width; i++) {
            int wanted = i - x;
            int nearest = Math.max(0, Math.min(width - 1, wanted));
            if (nearest == wanted || border == Border.REPLICATE) {
                target[to + i] = source[from + nearest];
            }
        }
    }
}
