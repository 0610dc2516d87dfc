package org.meanfield.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (1979) of several tests that are made at once: with it, the probability that any difference is
 * taken for real which is not stays below the level that each adjusted p is held to.
 */
public final class Holm {
    private Holm() {}

    /** Returns the adjusted p of each of {@code p}: of the k-th smallest of m the largest (m − j + 1)·pⱼ over j ≤ k, at most 1. */
    public static double[] adjusted(double... p) {
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int k = 0; k < p.length; k++) {
            largest = Math.max(largest, Math.min(1, (p.length - k) * p[order.get(k)]));
            adjusted[order.get(k)] = largest;
        }
        return adjusted;
    }
}
