package org.meanfield.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Pen;

/**
 * Paints one picture in the manner of Street View House Numbers: a digit in a colour on a wall of another, slanted and
 * shifted, with parts of the digits beside it, clutter, uneven light, blur and noise. All variation is drawn from
 * {@code random}.
 */
final class DigitPainter {
    static final int SIDE = 32;
    static final ImageShape SHAPE = new ImageShape(3, SIDE, SIDE);

    private static final int AREA = SIDE * SIDE;
    private static final int CHANNELS = 3;
    /** Rec. 601 weights of red, green and blue in lightness. */
    private static final float[] LIGHTNESS = {0.299f, 0.587f, 0.114f};

    private final SplittableRandom random;
    /** In [0, 1] before light and noise; one plane after the other. */
    private final float[] picture = new float[CHANNELS * AREA];

    private final float[] mask = new float[AREA];

    private DigitPainter(SplittableRandom random) {
        this.random = random;
    }

    /** Paints {@code digit} into {@code pixels} from {@code offset} on, channels first. */
    static void paint(int digit, SplittableRandom random, byte[] pixels, int offset) {
        DigitPainter painter = new DigitPainter(random);
        painter.paint(digit);
        painter.develop(pixels, offset);
    }

    private void paint(int digit) {
        float[] wall = colour();
        float[] ink = contrasting(wall);
        fillWall(wall);
        for (int n = random.nextInt(4); n > 0; n--) {
            drawClutter(wall);
        }
        drawDigits(digit, ink);
        if (random.nextInt(4) > 0) {
            blur(between(0.2, 1));
        }
    }

    /** Draws the digit, and often its neighbours, under one affine map. */
    private void drawDigits(int digit, float[] ink) {
        double height = between(11, 16.5);
        double width = height * between(0.7, 1.1);
        double angle = between(-0.22, 0.22);
        double slant = between(-0.3, 0.25);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double[] map = {width * cos, height * (slant * cos - sin), width * sin, height * (slant * sin + cos)};
        double x = SIDE / 2.0 + between(-2.5, 2.5);
        double y = SIDE / 2.0 + between(-2.5, 2.5);
        double radius = between(0.9, 2.4) * height / 14;
        double advance = 1.05 + 2 * radius / width + between(0, 0.35);

        Arrays.fill(mask, 0);
        drawShape(digit, map, x, y, radius);
        for (int side = -1; side <= 1; side += 2) {
            if (random.nextInt(5) < 3) {
                drawShape(random.nextInt(10), map, x + side * advance * map[0], y + side * advance * map[2], radius);
            }
        }
        mixIn(ink, (float) between(0.85, 1));
    }

    private void drawShape(int digit, double[] map, double x, double y, double radius) {
        List<List<double[]>> shapes = DigitShapes.of(digit);
        for (double[] line : shapes.get(random.nextInt(shapes.size()))) {
            double[] points = new double[line.length];
            for (int i = 0; i < line.length; i += 2) {
                points[i] = x + map[0] * line[i] + map[1] * line[i + 1];
                points[i + 1] = y + map[2] * line[i] + map[3] * line[i + 1];
            }
            Pen.draw(mask, SIDE, points, radius);
        }
    }

    /** A straight bar in a colour near the wall's, such as an edge, a shadow or a frame. */
    private void drawClutter(float[] wall) {
        double[] ends = {between(-8, 40), between(-8, 40), between(-8, 40), between(-8, 40)};
        Arrays.fill(mask, 0);
        Pen.draw(mask, SIDE, ends, between(0.5, 6));
        float[] other = colour();
        float share = (float) between(0.1, 0.4);
        float[] bar = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            bar[c] = wall[c] + share * (other[c] - wall[c]);
        }
        mixIn(bar, 1);
    }

    /** One colour with uneven light across it and blotches of a few pixels. */
    private void fillWall(float[] wall) {
        double slopeX = between(-0.25, 0.25) / SIDE;
        double slopeY = between(-0.25, 0.25) / SIDE;
        double strength = between(0, 0.16);
        int cell = 4 << random.nextInt(2);
        int corners = SIDE / cell + 1;
        double[] blotches = new double[corners * corners];
        for (int i = 0; i < blotches.length; i++) {
            blotches[i] = between(-strength, strength);
        }
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int corner = y / cell * corners + x / cell;
                double u = (double) (x % cell) / cell;
                double v = (double) (y % cell) / cell;
                double upper = blotches[corner] * (1 - u) + blotches[corner + 1] * u;
                double lower = blotches[corner + corners] * (1 - u) + blotches[corner + corners + 1] * u;
                double light = slopeX * (x - SIDE / 2) + slopeY * (y - SIDE / 2) + upper * (1 - v) + lower * v;
                for (int c = 0; c < CHANNELS; c++) {
                    picture[c * AREA + y * SIDE + x] = (float) (wall[c] + light);
                }
            }
        }
    }

    private void mixIn(float[] colour, float opacity) {
        for (int i = 0; i < AREA; i++) {
            if (mask[i] > 0) {
                for (int c = 0; c < CHANNELS; c++) {
                    picture[c * AREA + i] += opacity * mask[i] * (colour[c] - picture[c * AREA + i]);
                }
            }
        }
    }

    /** Mixes each pixel with the mean of its neighbours, weighted 1 2 1 along both axes. */
    private void blur(double share) {
        float side = (float) (share / 4);
        float[] source = picture.clone();
        for (int i = 0; i < picture.length; i++) {
            int x = i % SIDE;
            float sum = source[x > 0 ? i - 1 : i] + source[x < SIDE - 1 ? i + 1 : i];
            picture[i] = source[i] + side * (sum - 2 * source[i]);
        }
        System.arraycopy(picture, 0, source, 0, source.length);
        for (int i = 0; i < picture.length; i++) {
            int y = i % AREA / SIDE;
            float sum = source[y > 0 ? i - SIDE : i] + source[y < SIDE - 1 ? i + SIDE : i];
            picture[i] = source[i] + side * (sum - 2 * source[i]);
        }
    }

    /** Adds noise and converts to bytes. */
    private void develop(byte[] pixels, int offset) {
        // The number of ones among 32 bits is nearly normal, with a deviation of √8.
        double noise = between(1, 12) / 2.83;
        for (int i = 0; i < picture.length; i++) {
            double value = 255 * picture[i] + noise * (Integer.bitCount(random.nextInt()) - 16);
            pixels[offset + i] = (byte) (int) (Math.max(0, Math.min(255, value)) + 0.5);
        }
    }

    /** A colour, greyish more often than not. */
    private float[] colour() {
        double grey = between(0.05, 0.95);
        double saturation = random.nextDouble() * random.nextDouble();
        float[] colour = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            colour[c] = (float) (grey + saturation * (random.nextDouble() - grey));
        }
        return colour;
    }

    /** A colour that is lighter or darker than {@code wall} by a fifth of the range at least. */
    private float[] contrasting(float[] wall) {
        double from = lightness(wall);
        double least = between(0.2, 0.45);
        double below = Math.max(0, from - least);
        double above = Math.max(0, 1 - from - least);
        double place = between(0, below + above);
        double to = place < below ? place : from + least + place - below;
        float[] colour = colour();
        float shift = (float) (to - lightness(colour));
        for (int c = 0; c < CHANNELS; c++) {
            colour[c] += shift;
        }
        return colour;
    }

    private static float lightness(float[] colour) {
        return LIGHTNESS[0] * colour[0] + LIGHTNESS[1] * colour[1] + LIGHTNESS[2] * colour[2];
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
