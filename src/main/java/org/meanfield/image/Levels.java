package org.meanfield.image;

/** Changes of images in 256 levels, as in files; input values are rounded to the nearest level. */
public final class Levels {
    /** The brightest level. */
    static final int MOST = 255;

    private Levels() {}

    /** Returns the level of each value. */
    static int[] of(Image image) {
        int[] levels = new int[image.pixels().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(MOST * image.pixels()[i]);
        }
        return levels;
    }

    /** Returns the image of these levels. */
    static Image image(ImageShape shape, int[] levels) {
        Image image = new Image(shape);
        for (int i = 0; i < levels.length; i++) {
            image.pixels()[i] = levels[i] / (float) MOST;
        }
        return image;
    }

    /** Returns {@code image} with 2^{@code bits} levels, evenly spaced from 0 to 1, each value as the nearest of them. */
    public static Image quantized(Image image, int bits) {
        Image changed = new Image(image.shape());
        float most = (1 << bits) - 1;
        for (int i = 0; i < changed.pixels().length; i++) {
            changed.pixels()[i] = Math.round(most * image.pixels()[i]) / most;
        }
        return changed;
    }

    /** Returns {@code image} with the highest {@code bits}, from 0 to 8, of each level, as Pillow's {@code posterize} does. */
    public static Image posterized(Image image, int bits) {
        int[] levels = of(image);
        int mask = MOST & -(1 << (Byte.SIZE - bits));
        for (int i = 0; i < levels.length; i++) {
            levels[i] &= mask;
        }
        return image(image.shape(), levels);
    }

    /** Returns {@code image} with its levels spread so that each channel has an even histogram, as Pillow's {@code equalize} does. */
    public static Image equalized(Image image) {
        int[] levels = of(image);
        for (int start = 0; start < levels.length; start += image.plane()) {
            equalize(levels, start, start + image.plane());
        }
        return image(image.shape(), levels);
    }

    private static void equalize(int[] levels, int start, int end) {
        int[] counts = new int[MOST + 1];
        int brightest = 0;
        for (int i = start; i < end; i++) {
            counts[levels[i]]++;
            brightest = Math.max(brightest, levels[i]);
        }
        int step = (end - start - counts[brightest]) / MOST;
        if (step == 0) { // too few pixels, or a single level
            return;
        }
        int[] spread = new int[MOST + 1];
        int below = step / 2;
        for (int level = 0; level <= MOST; level++) {
            spread[level] = Math.min(MOST, below / step);
            below += counts[level];
        }
        for (int i = start; i < end; i++) {
            levels[i] = spread[levels[i]];
        }
    }

    /**
     * Returns {@code image} reduced to ⌊{@code share} · side⌋ pixels of each side, at least one, and enlarged to its size
     * again, as by Pillow's box filter: each pixel is the mean of those whose middle it covers, along the
     * rows first, rounded to a level after each step.
     *
     * @param share in (0, 1]
     */
    public static Image pixelated(Image image, double share) {
        ImageShape shape = image.shape();
        int width = Math.max(1, (int) (shape.width() * share));
        int height = Math.max(1, (int) (shape.height() * share));
        int planes = shape.channels();
        int[] small = resized(
                resized(of(image), planes * shape.height(), shape.width(), 1, width),
                planes,
                shape.height(),
                width,
                height);
        int[] large = resized(
                resized(small, planes * height, width, 1, shape.width()),
                planes,
                height,
                shape.width(),
                shape.height());
        return image(shape, large);
    }

    /** Resizes the middle axis of values in {@code outer} × {@code size} × {@code inner} to {@code wanted}. */
    private static int[] resized(int[] values, int outer, int size, int inner, int wanted) {
        int[] resized = new int[outer * wanted * inner];
        double scale = (double) size / wanted;
        double support = Math.max(scale, 1) / 2;
        for (int i = 0; i < wanted; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(size, (int) (centre + support + 0.5));
            for (int k = 0; k < outer * inner; k++) {
                int row = k / inner;
                int column = k - row * inner;
                int sum = 0;
                for (int j = first; j < end; j++) {
                    sum += values[(row * size + j) * inner + column];
                }
                resized[(row * wanted + i) * inner + column] = (2 * sum + end - first) / (2 * (end - first));
            }
        }
        return resized;
    }
}
