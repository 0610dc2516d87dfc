package org.meanfield.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Statistical comparison of two settings, one of a family of several.
 *
 * @param first name of the first
 * @param second name of the second
 * @param test their test, uncorrected
 * @param adjusted the p-value, corrected for the family; NaN for a part of a comparison whose whole is not significant
 * @param family number of comparisons that it is corrected for
 */
public record Comparison(String first, String second, PairedTest test, double adjusted, int family) {
    private static final double LEVEL = 0.05;

    /** Two settings and their uncorrected test. */
    public record Pair(String first, String second, PairedTest test) {
        private Comparison corrected(double adjusted, int family) {
            return new Comparison(first, second, test, adjusted, family);
        }
    }

    /**
     * A comparison and its parts, such as that of two models over all corruptions and under each of them.
     *
     * @param parts may be empty
     */
    public record Nested(Pair whole, List<Pair> parts) {}

    /** Returns the comparisons of one family, each corrected for all of them (Holm). */
    public static List<Comparison> of(List<Pair> pairs) {
        return of(pairs, 1);
    }

    private static List<Comparison> of(List<Pair> pairs, double selection) {
        double[] adjusted = Holm.adjusted(
                pairs.stream().mapToDouble(pair -> pair.test().p()).toArray());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            comparisons.add(pairs.get(i).corrected(Math.min(1, selection * adjusted[i]), adjusted.length));
        }
        return comparisons;
    }

    /**
     * Returns comparisons in two levels, each whole followed by its parts. The wholes are corrected for each other (Holm). The parts of
     * a whole are tested only if it is significant, and corrected for each other and for the selection: with R of m wholes significant,
     * m / R times Holm's p-value. So the expected share of significant wholes with a false claim about a part is at most 5 %
     * (Benjamini and Bogomolov 2014, Selective inference on multiple families of hypotheses, theorem 2).
     */
    public static List<List<Comparison>> ofNested(List<Nested> all) {
        List<Comparison> wholes = of(all.stream().map(Nested::whole).toList());
        long significant = wholes.stream().filter(Comparison::distinguishable).count();
        List<List<Comparison>> comparisons = new ArrayList<>();
        for (int i = 0; i < wholes.size(); i++) {
            List<Pair> parts = all.get(i).parts();
            List<Comparison> own = new ArrayList<>(List.of(wholes.get(i)));
            if (wholes.get(i).distinguishable()) {
                own.addAll(of(parts, (double) wholes.size() / significant));
            } else {
                parts.forEach(part -> own.add(part.corrected(Double.NaN, parts.size())));
            }
            comparisons.add(own);
        }
        return comparisons;
    }

    /** Returns whether one of the two is better, at a level of 5 % after correction. */
    public boolean distinguishable() {
        return adjusted < LEVEL;
    }

    /**
     * Returns the result as a sentence, in percentage points: which one is better or ahead and by how much, and how certain that is.
     */
    public String sentence() {
        double difference = test.difference();
        String better = difference >= 0 ? first : second;
        String worse = difference >= 0 ? second : first;
        String size =
                String.format(Locale.ROOT, "%.2f ± %.2f", 100 * Math.abs(difference), 50 * (test.high() - test.low()));
        if (distinguishable()) {
            return "%s is better than %s by %s points.".formatted(better, worse, size);
        }
        if (test.p() < LEVEL) {
            return "%s is likely better than %s, by %s points; not after correction for %s."
                    .formatted(
                            better,
                            worse,
                            size,
                            Double.isNaN(adjusted) ? "the choice of this condition" : family + " comparisons");
        }
        return difference == 0
                ? "%s and %s are equal: a difference of %s points.".formatted(first, second, size)
                : "%s is ahead of %s by %s points; not distinguishable.".formatted(better, worse, size);
    }
}
