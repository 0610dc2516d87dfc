package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.meanfield.config.Seeds;

/**
 * How much of the variance of the trials' scores a key explains by itself: ω² of a one-way analysis of variance over the key's values (Hays 1963, "Statistics for
 * Psychologists"), (SS between − (k − 1) MS within) / (SS total + MS within), with 0 for less; the main effect of a functional ANOVA in a full grid, without the bias
 * of many values. Its p is that of a permutation test of the ratio of the variances: the share of {@value #PERMUTATIONS} random permutations of the scores (and the one
 * observed) whose SS between is as large.
 *
 * @param key the key path
 * @param groups how many groups of values there are
 * @param share ω², in [0, 1]
 * @param p in (0, 1]
 */
record KeyImportance(String key, int groups, double share, double p) {
    /** Numbers of more values are grouped by size, into equally large groups. */
    static final int MOST_GROUPS = 5;

    private static final int PERMUTATIONS = 999;

    /**
     * Returns that of a key.
     *
     * @param values the key's value in each trial
     * @param scores of the trials
     * @return with a share of NaN if there are fewer trials than groups allow to judge
     */
    static KeyImportance of(String key, List<String> values, double[] scores) {
        int[] groups = groups(values);
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        int trials = scores.length;
        if (count < 2 || trials <= count) {
            return new KeyImportance(key, count, Double.NaN, Double.NaN);
        }
        double mean = Arrays.stream(scores).average().orElseThrow();
        double total = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        double between = between(groups, count, scores, mean);
        double within = (total - between) / (trials - count);
        double share = total == 0 ? 0 : (between - (count - 1) * within) / (total + within);
        return new KeyImportance(key, count, Math.max(0, share), p(key, groups, count, scores, mean, between));
    }

    private static double p(String key, int[] groups, int count, double[] scores, double mean, double between) {
        SplittableRandom random = Seeds.stream(1, Seeds.Purpose.SWEEP, key.hashCode());
        double[] shuffled = scores.clone();
        int asLarge = 1;
        for (int i = 0; i < PERMUTATIONS; i++) {
            for (int last = shuffled.length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                double kept = shuffled[last];
                shuffled[last] = shuffled[other];
                shuffled[other] = kept;
            }
            // The same sums in another order differ by rounding.
            if (between(groups, count, shuffled, mean) >= between * (1 - 1e-9)) {
                asLarge++;
            }
        }
        return asLarge / (PERMUTATIONS + 1.0);
    }

    private static double between(int[] groups, int count, double[] scores, double mean) {
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < scores.length; i++) {
            sums[groups[i]] += scores[i] - mean;
            sizes[groups[i]]++;
        }
        double between = 0;
        for (int g = 0; g < count; g++) {
            between += sizes[g] == 0 ? 0 : sums[g] * sums[g] / sizes[g];
        }
        return between;
    }

    /** The group of each trial: that of its value or, of many numbers, that of its rank. */
    private static int[] groups(List<String> values) {
        TreeMap<String, Integer> distinct = new TreeMap<>(CellName::compareValues);
        values.forEach(value -> distinct.put(value, 0));
        boolean binned =
                distinct.size() > MOST_GROUPS && distinct.keySet().stream().allMatch(CellName::isNumber);
        List<String> sorted = new ArrayList<>(binned ? values : distinct.keySet());
        sorted.sort(CellName::compareValues);
        for (int i = sorted.size() - 1; i >= 0; i--) { // equal values are in the group of the first of them
            distinct.put(sorted.get(i), binned ? (int) ((long) i * MOST_GROUPS / sorted.size()) : i);
        }
        List<Integer> used = distinct.values().stream().distinct().sorted().toList();
        return values.stream()
                .mapToInt(value -> used.indexOf(distinct.get(value)))
                .toArray();
    }
}
