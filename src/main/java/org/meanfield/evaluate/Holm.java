package org.meanfield.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (1979) for multiple tests: comparing each adjusted p-value with a level bounds the
 * probability of any false positive (the family-wise error rate) by that level.
 */
public final class Holm {
    private Holm() {}

    /** Returns the adjusted p-values: for the k-th smallest of m the largest (m − j + 1)·pⱼ over j ≤ k, at most 1. */
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
