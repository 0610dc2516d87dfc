package org.meanfield.evaluate;

import java.util.HashMap;
import java.util.Map;

/**
 * 95 % confidence interval of an accuracy over images in groups with correlated errors, such as digits cut from one photo. With nᵢ images, kᵢ of them correct, in group i of G, and the accuracy p = Σ kᵢ / Σ nᵢ, the variance is that of a ratio
 * of two sums over groups (Cochran 1977, Sampling Techniques, section 3.12, equation 3.34, without the correction for a finite
 * population):
 *
 * <pre>
 * v = G / (G − 1) · Σ (kᵢ − p·nᵢ)² / (Σ nᵢ)²
 * </pre>
 *
 * and the interval p ± z·√v. It assumes that groups are independent, and many.
 *
 * @param accuracy p, in [0, 1]
 * @param low lower limit, in [0, 1]
 * @param high upper limit, in [0, 1]
 * @param groups G
 * @param designEffect v relative to the variance of independent images, p·(1 − p) / Σ nᵢ; 1 if p is 0 or 1
 */
public record ClusteredInterval(double accuracy, double low, double high, int groups, double designEffect) {
    /**
     * Returns the interval of images whose groups are {@code group}.
     *
     * @param correct whether each image is correct
     * @throws IllegalArgumentException if the arrays differ in length, or there are fewer than two groups
     */
    public static ClusteredInterval of(boolean[] correct, int[] group) {
        if (correct.length != group.length) {
            throw new IllegalArgumentException(
                    "There are %d images but groups for %d".formatted(correct.length, group.length));
        }
        Map<Integer, long[]> counts = new HashMap<>();
        long right = 0;
        for (int i = 0; i < correct.length; i++) {
            long[] count = counts.computeIfAbsent(group[i], key -> new long[2]);
            count[0]++;
            count[1] += correct[i] ? 1 : 0;
            right += correct[i] ? 1 : 0;
        }
        int groups = counts.size();
        if (groups < 2) {
            throw new IllegalArgumentException("A clustered interval needs at least 2 groups, not " + groups);
        }
        double p = (double) right / correct.length;
        double squares = 0;
        for (long[] count : counts.values()) {
            double residual = count[1] - p * count[0];
            squares += residual * residual;
        }
        double variance = groups / (groups - 1.0) * squares / ((double) correct.length * correct.length);
        double independent = p * (1 - p) / correct.length;
        double half = Wilson.Z * Math.sqrt(variance);
        return new ClusteredInterval(
                p, Math.max(0, p - half), Math.min(1, p + half), groups, independent == 0 ? 1 : variance / independent);
    }
}
