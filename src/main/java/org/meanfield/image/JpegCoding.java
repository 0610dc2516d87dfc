package org.meanfield.image;

/**
 * The round trip of an image through a baseline JPEG file (ITU-T T.81), without the file: only the rounding of colours and
 * coefficients is lossy. The steps are those of the Independent JPEG Group's library with its usual settings, in
 * integers, so that the bits are the same everywhere: colours as luma and two differences, the differences at half the
 * width and height, and upsampled by a triangle filter.
 */
public final class JpegCoding {
    private static final int SIDE = JpegBlocks.SIDE;
    private static final int LEAST_FOR_TRIANGLE = 3;

    private JpegCoding() {}

    /**
     * Returns an image of one channel or three as it is after the round trip.
     *
     * @param quality from 1 to 100, as {@code cjpeg} and Pillow understand it
     */
    public static Image apply(Image image, int quality) {
        int width = image.shape().width();
        int height = image.shape().height();
        int plane = image.plane();
        int[] levels = Levels.of(image);
        JpegBlocks luminance = JpegBlocks.luminance(quality);
        if (image.shape().channels() != Colour.CHANNELS) {
            for (int start = 0; start < levels.length; start += plane) {
                System.arraycopy(
                        coded(channel(levels, start, plane), width, height, luminance), 0, levels, start, plane);
            }
            return Levels.image(image.shape(), levels);
        }
        JpegBlocks chrominance = JpegBlocks.chrominance(quality);
        JpegColours.toLuma(levels, plane);
        int[] luma = coded(channel(levels, 0, plane), width, height, luminance);
        int[] blue = halved(channel(levels, plane, plane), width, height, chrominance);
        int[] red = halved(channel(levels, 2 * plane, plane), width, height, chrominance);
        System.arraycopy(luma, 0, levels, 0, plane);
        System.arraycopy(blue, 0, levels, plane, plane);
        System.arraycopy(red, 0, levels, 2 * plane, plane);
        JpegColours.toRgb(levels, plane);
        return Levels.image(image.shape(), levels);
    }

    private static int[] channel(int[] levels, int start, int plane) {
        int[] channel = new int[plane];
        System.arraycopy(levels, start, channel, 0, plane);
        return channel;
    }

    /** Returns a plane after the round trip; its last column and row are repeated to fill whole blocks. */
    private static int[] coded(int[] plane, int width, int height, JpegBlocks blocks) {
        int stride = wholeBlocks(width);
        int[] padded = new int[stride * wholeBlocks(height)];
        for (int i = 0; i < padded.length; i++) {
            int y = i / stride;
            padded[i] = plane[Math.min(height - 1, y) * width + Math.min(width - 1, i - y * stride)];
        }
        blocks.apply(padded, stride);
        return cut(padded, stride, width, height);
    }

    private static int[] cut(int[] padded, int stride, int width, int height) {
        int[] plane = new int[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(padded, y * stride, plane, y * width, width);
        }
        return plane;
    }

    private static int wholeBlocks(int size) {
        return (size + SIDE - 1) / SIDE * SIDE;
    }

    /** Returns a plane after the round trip at half the width and height. */
    private static int[] halved(int[] plane, int width, int height, JpegBlocks blocks) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        int stride = wholeBlocks(halfWidth);
        int[] small = new int[stride * wholeBlocks(halfHeight)];
        for (int i = 0; i < small.length; i++) {
            int column = i % stride;
            // Blocks are filled to the right with more of the plane's last column, downwards with the last row of
            // means.
            int row = Math.min(halfHeight - 1, i / stride);
            int upper = Math.min(height - 1, 2 * row) * width;
            int lower = Math.min(height - 1, 2 * row + 1) * width;
            int left = Math.min(width - 1, 2 * column);
            int right = Math.min(width - 1, 2 * column + 1);
            int sum = plane[upper + left] + plane[upper + right] + plane[lower + left] + plane[lower + right];
            // Halves and quarters are rounded down and up in turn.
            small[i] = (sum + 1 + column % 2) / 4;
        }
        blocks.apply(small, stride);
        return doubled(small, stride, halfWidth, halfHeight, width, height);
    }

    /** Doubles the size of a plane: each pixel is ¾ of the nearest and ¼ of the next one, in both directions. */
    private static int[] doubled(int[] small, int stride, int halfWidth, int halfHeight, int width, int height) {
        int[] large = new int[width * height];
        for (int y = 0; y < height; y++) {
            int near = y / 2 * stride;
            int next = Math.min(halfHeight - 1, Math.max(0, y / 2 + (y % 2 == 0 ? -1 : 1))) * stride;
            for (int x = 0; x < width; x++) {
                int column = x / 2;
                int beside = Math.min(halfWidth - 1, Math.max(0, column + (x % 2 == 0 ? -1 : 1)));
                int own = 3 * small[near + column] + small[next + column];
                int other = 3 * small[near + beside] + small[next + beside];
                large[y * width + x] =
                        halfWidth < LEAST_FOR_TRIANGLE ? small[near + column] : (3 * own + other + 8 - x % 2) / 16;
            }
        }
        return large;
    }
}
