package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Pareto fronts: a result dominates another if it is at least as good in every objective and better in one. */
public final class Pareto {
    private Pareto() {}

    /**
     * Returns the front of each result, from 0 for the results that no other dominates, 1 for those that only results of front 0
     * dominate, and so on; results with NaN are in the last.
     *
     * @param results objectives, each higher for better
     */
    public static int[] fronts(List<double[]> results) {
        int[] fronts = new int[results.size()];
        List<Integer> left = new ArrayList<>(IntStream.range(0, results.size())
                .filter(i -> isWhole(results.get(i)))
                .boxed()
                .toList());
        int front = 0;
        while (!left.isEmpty()) {
            List<Integer> rest = left;
            List<Integer> best = left.stream()
                    .filter(one -> rest.stream().noneMatch(other -> dominates(results.get(other), results.get(one))))
                    .toList();
            for (int one : best) {
                fronts[one] = front;
            }
            left = left.stream().filter(one -> !best.contains(one)).toList();
            front++;
        }
        for (int i = 0; i < fronts.length; i++) {
            if (!isWhole(results.get(i))) {
                fronts[i] = front;
            }
        }
        return fronts;
    }

    /** Returns the results' numbers, the best first: by front, then by the first objective, then by number. */
    static List<Integer> order(List<double[]> results) {
        boolean one = results.stream().allMatch(result -> result.length == 1);
        // Of one objective a front is one value: there the order is by the value, and quicker.
        int[] fronts = one
                ? results.stream().mapToInt(result -> isWhole(result) ? 0 : 1).toArray()
                : fronts(results);
        return IntStream.range(0, fronts.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> fronts[i])
                        .thenComparing(i -> isWhole(results.get(i)) ? -results.get(i)[0] : 0))
                .toList();
    }

    private static boolean isWhole(double[] result) {
        return Arrays.stream(result).noneMatch(Double::isNaN);
    }

    private static boolean dominates(double[] one, double[] other) {
        boolean better = false;
        for (int i = 0; i < one.length; i++) {
            if (one[i] < other[i]) {
                return false;
            }
            better |= one[i] > other[i];
        }
        return better;
    }
}
