package org.meanfield.corrupt.effect;

import org.meanfield.image.Image;

/** A zoom into the middle of an image, by bilinear interpolation. */
public final class Zoom {
    private Zoom() {}

    /**
     * Returns the middle of {@code image} enlarged to its size, as {@code clipped_zoom} of {@code make_cifar_c.py} with SciPy's
     * {@code zoom}: of each side of n pixels the middle ⌈n / factor⌉ are stretched from first to last pixel over that number
     * times {@code factor}, rounded, of which the middle n are shown.
     *
     * @param factor at least 1
     */
    public static Image by(Image image, double factor) {
        int width = image.shape().width();
        int height = image.shape().height();
        Axis across = Axis.of(width, factor);
        Axis down = Axis.of(height, factor);
        Image zoomed = new Image(image.shape());
        float[] from = image.pixels();
        for (int start = 0; start < from.length; start += image.plane()) {
            for (int y = 0; y < height; y++) {
                int upper = start + down.first[y] * width;
                int lower = start + down.second[y] * width;
                float v = down.share[y];
                for (int x = 0; x < width; x++) {
                    int left = across.first[x];
                    int right = across.second[x];
                    float u = across.share[x];
                    float above = from[upper + left] + u * (from[upper + right] - from[upper + left]);
                    float below = from[lower + left] + u * (from[lower + right] - from[lower + left]);
                    zoomed.pixels()[start + y * width + x] = above + v * (below - above);
                }
            }
        }
        return zoomed;
    }

    /** For each new place of a side the two old ones that it lies between, and the share of the second. */
    private record Axis(int[] first, int[] second, float[] share) {
        static Axis of(int size, double factor) {
            int shown = (int) Math.ceil(size / factor);
            int start = (size - shown) / 2;
            int enlarged = (int) Math.rint(shown * factor);
            int trimmed = (enlarged - size) / 2;
            double step = enlarged > 1 ? (shown - 1.0) / (enlarged - 1) : 0;
            Axis axis = new Axis(new int[size], new int[size], new float[size]);
            for (int i = 0; i < size; i++) {
                double place = Math.min(shown - 1, (i + trimmed) * step);
                int first = (int) place;
                axis.first[i] = start + first;
                axis.second[i] = start + Math.min(shown - 1, first + 1);
                axis.share[i] = (float) (place - first);
            }
            return axis;
        }
    }
}
