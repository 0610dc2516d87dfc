package org.meanfield.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Statistical comparison of two settings, one of several made together.
 *
 * @param first name of the first
 * @param second name of the second
 * @param test their test, uncorrected
 * @param adjusted the p-value, corrected for all comparisons
 */
public record Comparison(String first, String second, PairedTest test, double adjusted) {
    private static final double LEVEL = 0.05;

    /** Two settings and their uncorrected test. */
    public record Pair(String first, String second, PairedTest test) {}

    /** Returns the comparisons, each corrected for all of them (Holm). */
    public static List<Comparison> of(List<Pair> pairs) {
        double[] adjusted = Holm.adjusted(
                pairs.stream().mapToDouble(pair -> pair.test().p()).toArray());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Pair pair = pairs.get(i);
            comparisons.add(new Comparison(pair.first(), pair.second(), pair.test(), adjusted[i]));
        }
        return comparisons;
    }

    /** Returns whether one of the two is better, at a family-wise level of 5 %. */
    public boolean distinguishable() {
        return adjusted < LEVEL;
    }

    /**
     * Returns the result as a sentence, in percentage points: which one is better and by how much, or that they are not
     * distinguishable.
     */
    public String sentence() {
        boolean firstWins = test.difference() >= 0;
        String better = firstWins ? first : second;
        String worse = firstWins ? second : first;
        if (!distinguishable()) {
            return String.format(
                    Locale.ROOT,
                    "%s and %s are not distinguishable: a difference of %s points.",
                    first,
                    second,
                    size());
        }
        return String.format(Locale.ROOT, "%s is better than %s by %s points.", better, worse, size());
    }

    private String size() {
        return String.format(
                Locale.ROOT, "%.2f ± %.2f", 100 * Math.abs(test.difference()), 50 * (test.high() - test.low()));
    }
}
