package org.meanfield.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * A Poisson distribution to draw from, by inversion with a guide table (Chen and Asau 1974). It uses basic
 * arithmetic only, so that the bits are the same on every machine.
 */
final class Poisson {
    /** Counts of at most this probability, relative to the most likely one, are cut off. */
    private static final double NEVER = 1e-20;

    private static final int GUIDES = 256;

    private final int least;
    /** The probability of at most {@code least + i}. */
    private final double[] below;
    /** The guide table: for each equal part of [0, 1), the first i that a number in it may map to. */
    private final int[] guide = new int[GUIDES];

    /** Creates the distribution of a mean, which is not negative. */
    Poisson(double mean) {
        int mode = (int) mean;
        Deque<Double> weights = new ArrayDeque<>();
        double weight = 1;
        for (int k = mode; weight > NEVER; k++) {
            weights.addLast(weight);
            weight *= mean / (k + 1);
        }
        int k = mode;
        for (weight = k / mean; k > 0 && weight > NEVER; weight *= k / mean) {
            weights.addFirst(weight);
            k--;
        }
        least = k;
        below = new double[weights.size()];
        double sum = 0;
        int i = 0;
        for (double w : weights) {
            sum += w;
            below[i] = sum;
            i++;
        }
        for (i = 0; i < below.length; i++) {
            below[i] /= sum;
        }
        int first = 0;
        for (int part = 0; part < GUIDES; part++) {
            while (below[first] <= (double) part / GUIDES) {
                first++;
            }
            guide[part] = first;
        }
    }

    /** Returns a draw. */
    int draw(SplittableRandom random) {
        double u = random.nextDouble();
        int i = guide[(int) (u * GUIDES)];
        while (below[i] <= u) {
            i++;
        }
        return least + i;
    }
}
