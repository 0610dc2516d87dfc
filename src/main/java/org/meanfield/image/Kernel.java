package org.meanfield.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A non-separable convolution kernel.
 *
 * @param taps the neighbours with their weights
 * @param edge the values of an image beyond its edge
 */
public record Kernel(List<Tap> taps, Edge edge) {
    private static final int LEAST_REACH = 8;

    /**
     * A neighbour and its weight.
     *
     * @param x its distance to the right of the pixel, in pixels
     * @param y its distance below
     * @param weight its share of the mean
     */
    public record Tap(int x, int y, float weight) {}

    /** The values of an image beyond its edge. */
    public enum Edge {
        /** The nearest pixel's. */
        NEAREST,
        /** Mirrored at the middle of its last pixel, which OpenCV calls {@code BORDER_REFLECT_101}. */
        MIRRORED;

        /** Returns the index, among {@code size} pixels in a row, of the pixel used at {@code place}. */
        int inside(int place, int size) {
            if (this == NEAREST || size == 1) {
                return Math.min(size - 1, Math.max(0, place));
            }
            int period = 2 * (size - 1);
            int folded = Math.floorMod(place, period);
            return Math.min(folded, period - folded);
        }
    }

    /**
     * Returns an even disc with soft edges, as {@code make_cifar_c.py} computes it with OpenCV: the pixels within {@code radius}
     * of the middle, blurred by a Gaussian of 3 × 3 pixels, or of 5 × 5 for a radius above 8.
     *
     * @param softness the standard deviation of that Gaussian in pixels, positive
     */
    public static Kernel disc(double radius, double softness) {
        int reach = Math.max(LEAST_REACH, (int) radius);
        int side = 2 * reach + 1;
        int covered = 0;
        boolean[][] disc = new boolean[side][side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                disc[y][x] = square(x - reach) + square(y - reach) <= radius * radius;
                covered += disc[y][x] ? 1 : 0;
            }
        }
        double[] soft = Blur.gaussianWeights(radius <= LEAST_REACH ? 1 : 2, softness);
        List<Tap> taps = new ArrayList<>();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double weight = softened(disc, x, y, soft) / covered;
                if (weight > 0) {
                    taps.add(new Tap(x - reach, y - reach, (float) weight));
                }
            }
        }
        return new Kernel(taps, Edge.MIRRORED);
    }

    private static double softened(boolean[][] disc, int x, int y, double[] soft) {
        int reach = soft.length / 2;
        double sum = 0;
        for (int i = 0; i < soft.length; i++) {
            for (int k = 0; k < soft.length; k++) {
                int row = Edge.MIRRORED.inside(y + i - reach, disc.length);
                int column = Edge.MIRRORED.inside(x + k - reach, disc.length);
                sum += disc[row][column] ? soft[i] * soft[k] : 0;
            }
        }
        return sum;
    }

    private static int square(int value) {
        return value * value;
    }

    /**
     * Returns a trail in one direction that fades like half a Gaussian, as in ImageMagick's {@code MotionBlurImage}: 2
     * ⌈radius⌉ + 1 steps of one pixel, each rounded to a whole one.
     *
     * @param radius in pixels, positive
     * @param sigma the standard deviation in pixels, positive
     * @param degrees the direction the trail starts from: 0 from the right, 90 from below
     */
    public static Kernel trail(double radius, double sigma, double degrees) {
        int steps = 2 * (int) Math.ceil(radius) + 1;
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        double[] weights = Blur.gaussianWeights(steps - 1, sigma);
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += weights[steps - 1 + i];
        }
        List<Tap> taps = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            taps.add(new Tap(step(i * cos), step(i * sin), (float) (weights[steps - 1 + i] / sum)));
        }
        return new Kernel(taps, Edge.NEAREST);
    }

    private static int step(double distance) {
        return (int) Math.ceil(distance - 0.5);
    }

    /** Returns {@code image} with each value replaced by the mean of its neighbours. */
    public Image apply(Image image) {
        int width = image.shape().width();
        int height = image.shape().height();
        int reach = taps.stream()
                .mapToInt(tap -> Math.max(Math.abs(tap.x), Math.abs(tap.y)))
                .max()
                .orElse(0);
        int stride = width + 2 * reach;
        Image changed = new Image(image.shape());
        float[] padded = new float[stride * (height + 2 * reach)];
        for (int start = 0; start < changed.pixels().length; start += image.plane()) {
            pad(image, start, padded, reach);
            for (Tap tap : taps) {
                for (int y = 0; y < height; y++) {
                    int from = (y + reach + tap.y) * stride + reach + tap.x;
                    Blur.add(padded, from, tap.weight, changed.pixels(), start + y * width, width);
                }
            }
        }
        return changed.clipped();
    }

    private void pad(Image image, int start, float[] padded, int reach) {
        int width = image.shape().width();
        int height = image.shape().height();
        int stride = width + 2 * reach;
        for (int y = 0; y < height + 2 * reach; y++) {
            int row = start + edge.inside(y - reach, height) * width;
            for (int x = 0; x < stride; x++) {
                padded[y * stride + x] = image.pixels()[row + edge.inside(x - reach, width)];
            }
        }
    }
}
