package org.meanfield.corrupt.effect;

import java.util.SplittableRandom;
import org.meanfield.image.Image;

/**
 * An elastic transform (Simard, Steinkraus and Platt 2003) after a random affine map, as in {@code make_cifar_c.py}.
 *
 * @param strength what the blurred draws from U(−1, 1) are multiplied by, in pixels
 * @param sigma the standard deviation of their blur in pixels, not negative; the kernel ends at ⌊3 σ + ½⌋ pixels
 * @param move how far the affine map moves each of three points at most, across and down, in pixels
 */
public record Elastic(double strength, double sigma, double move) {
    private static final double REACH = 3;

    /**
     * Returns {@code image} transformed.
     *
     * @param isBlackOutside whether the image is black beyond its edge; otherwise it is mirrored
     */
    public Image apply(Image image, boolean isBlackOutside, SplittableRandom random) {
        int width = image.shape().width();
        int height = image.shape().height();
        double[] back = affine(width, height, random);
        double[] fromX = new double[image.plane()];
        double[] fromY = new double[image.plane()];
        for (int i = 0; i < fromX.length; i++) {
            int y = i / width;
            int x = i % width;
            fromX[i] = back[0] * x + back[1] * y + back[2];
            fromY[i] = back[3] * x + back[4] * y + back[5];
        }
        Image moved = sampled(image, fromX, fromY, isBlackOutside ? Outside.BLACK : Outside.MIRROR);
        double[] dx = field(width, height, random);
        double[] dy = field(width, height, random);
        for (int i = 0; i < fromX.length; i++) {
            fromX[i] = i % width + dx[i];
            fromY[i] = i / width + dy[i];
            if (isBlackOutside
                    && !(fromX[i] >= 0 && fromX[i] <= width - 1 && fromY[i] >= 0 && fromY[i] <= height - 1)) {
                fromX[i] = -2; // black, as by SciPy's constant mode: it does not interpolate beyond the edge
            }
        }
        return sampled(moved, fromX, fromY, isBlackOutside ? Outside.BLACK : Outside.REFLECT)
                .clipped();
    }

    private enum Outside {
        BLACK,
        /** At the middle of the last pixel. */
        MIRROR,
        /** At the edge of the last pixel. */
        REFLECT;

        int place(int place, int size) {
            if (place >= 0 && place < size) {
                return place;
            }
            int period = this == MIRROR ? Math.max(1, 2 * size - 2) : 2 * size;
            int folded = Math.floorMod(place, period);
            return switch (this) {
                case BLACK -> -1;
                case MIRROR -> folded < size ? folded : period - folded;
                case REFLECT -> folded < size ? folded : period - 1 - folded;
            };
        }
    }

    /** Returns the map from moved to original points: x = m0 x' + m1 y' + m2 and y = m3 x' + m4 y' + m5. */
    private double[] affine(int width, int height, SplittableRandom random) {
        int centreX = width / 2;
        int centreY = height / 2;
        int reach = Math.min(width, height) / 3;
        double[] from = {
            centreX + reach, centreY + reach, centreX + reach, centreY - reach, centreX - reach, centreY - reach
        };
        double[] to = new double[6];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] + move * (2 * random.nextDouble() - 1);
        }
        double ax = to[0] - to[4];
        double ay = to[1] - to[5];
        double bx = to[2] - to[4];
        double by = to[3] - to[5];
        double area = ax * by - ay * bx;
        if (reach == 0 || area == 0) {
            return new double[] {1, 0, 0, 0, 1, 0};
        }
        double[] back = new double[6];
        for (int k = 0; k < 2; k++) {
            double a = from[k] - from[4 + k];
            double b = from[2 + k] - from[4 + k];
            back[3 * k] = (a * by - b * ay) / area;
            back[3 * k + 1] = (b * ax - a * bx) / area;
            back[3 * k + 2] = from[4 + k] - back[3 * k] * to[4] - back[3 * k + 1] * to[5];
        }
        return back;
    }

    private double[] field(int width, int height, SplittableRandom random) {
        double[] field = new double[width * height];
        for (int i = 0; i < field.length; i++) {
            field[i] = 2 * random.nextDouble() - 1;
        }
        if (strength == 0) {
            return new double[field.length];
        }
        double[] smooth = field;
        if (sigma > 0) {
            smooth = blurred(blurred(field, width, height), height, width);
        }
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] *= strength;
        }
        return smooth;
    }

    /** Blurs rows of {@code width} values and returns them transposed. */
    private double[] blurred(double[] field, int width, int height) {
        int radius = (int) (REACH * sigma + 0.5);
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++) {
            weights[k] = StrictMath.exp(-k * k / (2 * sigma * sigma));
            sum += k == 0 ? weights[k] : 2 * weights[k];
        }
        double[] blurred = new double[field.length];
        double[] padded = new double[width + 2 * radius];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < padded.length; x++) {
                padded[x] = field[y * width + Outside.REFLECT.place(x - radius, width)];
            }
            for (int x = 0; x < width; x++) {
                double value = weights[0] * padded[x + radius];
                for (int k = 1; k <= radius; k++) {
                    value += weights[k] * (padded[x + radius - k] + padded[x + radius + k]);
                }
                blurred[x * height + y] = value / sum;
            }
        }
        return blurred;
    }

    private static Image sampled(Image image, double[] fromX, double[] fromY, Outside outside) {
        int width = image.shape().width();
        int height = image.shape().height();
        Image sampled = new Image(image.shape());
        for (int i = 0; i < fromX.length; i++) {
            int left = (int) Math.floor(fromX[i]);
            int top = (int) Math.floor(fromY[i]);
            float u = (float) (fromX[i] - left);
            float v = (float) (fromY[i] - top);
            int x0 = outside.place(left, width);
            int x1 = outside.place(left + 1, width);
            int y0 = outside.place(top, height);
            int y1 = outside.place(top + 1, height);
            for (int start = 0; start < image.pixels().length; start += image.plane()) {
                float upper = (1 - u) * at(image, start, x0, y0) + u * at(image, start, x1, y0);
                float lower = (1 - u) * at(image, start, x0, y1) + u * at(image, start, x1, y1);
                sampled.pixels()[start + i] = (1 - v) * upper + v * lower;
            }
        }
        return sampled;
    }

    private static float at(Image image, int start, int x, int y) {
        return x < 0 || y < 0 ? 0 : image.pixels()[start + y * image.shape().width() + x];
    }
}
