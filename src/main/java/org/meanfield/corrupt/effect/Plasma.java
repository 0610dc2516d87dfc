package org.meanfield.corrupt.effect;

import java.util.SplittableRandom;

/**
 * A plasma: heights by the diamond-square algorithm (Fournier, Fussell and Carpenter 1982) on a square that is continued
 * periodically, in the form and with the order of draws of {@code make_cifar_c.py}.
 */
public final class Plasma {
    private static final double START = 100;

    private final double[] heights;
    private final int side;
    private final SplittableRandom random;
    private double wobble = START;

    private Plasma(int side, SplittableRandom random) {
        this.heights = new double[side * side];
        this.side = side;
        this.random = random;
    }

    /** Returns the least power of two of at least {@code size} and 2. */
    public static int side(int size) {
        int side = 2;
        while (side < size) {
            side *= 2;
        }
        return side;
    }

    /**
     * Returns the heights, row after row, the lowest as 0 and the highest as 1.
     *
     * @param side of the square, a power of two from 2
     * @param decay what the size of the draws is divided by from one step to the next
     */
    public static float[] of(int side, double decay, SplittableRandom random) {
        Plasma plasma = new Plasma(side, random);
        for (int step = side; step >= 2; step /= 2) {
            int half = step / 2;
            plasma.fill(step, half, half, 0, 0, step, 0, 0, step, step, step);
            plasma.fill(step, 0, half, half, half, -half, half, 0, 0, 0, step);
            plasma.fill(step, half, 0, half, half, half, -half, 0, 0, step, 0);
            plasma.wobble /= decay;
        }
        return plasma.scaled();
    }

    /**
     * Sets each point ({@code top} + i · step, {@code left} + k · step) to the mean of four others and a draw.
     *
     * @param around rows and columns of the four, from (i · step, k · step)
     */
    private void fill(int step, int top, int left, int... around) {
        for (int y = 0; y < side; y += step) {
            for (int x = 0; x < side; x += step) {
                double sum = at(y + around[0], x + around[1])
                        + at(y + around[2], x + around[3])
                        + (at(y + around[4], x + around[5]) + at(y + around[6], x + around[7]));
                double draw = -wobble + 2 * wobble * random.nextDouble();
                heights[(y + top) * side + x + left] = sum / 4 + wobble * draw;
            }
        }
    }

    private double at(int y, int x) {
        return heights[(y & side - 1) * side + (x & side - 1)];
    }

    private float[] scaled() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double height : heights) {
            low = Math.min(low, height);
            high = Math.max(high, height);
        }
        float[] scaled = new float[heights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) ((heights[i] - low) / (high - low));
        }
        return scaled;
    }
}
