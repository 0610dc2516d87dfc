package org.meanfield.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean of a setting's results over seeds, with its 95 % confidence interval (Student 1908): mean ± t·s/√n, where t is
 * the 0.975 quantile of the t distribution with n − 1 degrees of freedom.
 *
 * @param count number of seeds, n
 * @param mean their mean
 * @param deviation sample standard deviation s, with n − 1; NaN for a single seed
 * @param half half the width of the interval; NaN for a single seed
 */
public record SeedMean(int count, double mean, double deviation, double half) {
    private static final double QUANTILE = 0.975;
    private static final double EXACT = 1e-13;

    /** Returns the mean of {@code values}, at least one. */
    public static SeedMean of(double... values) {
        int n = values.length;
        double mean = Arrays.stream(values).sum() / n;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return of(n, mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1)));
    }

    private static SeedMean of(int n, double mean, double deviation) {
        return new SeedMean(n, mean, deviation, n == 1 ? Double.NaN : quantile(n - 1) * deviation / Math.sqrt(n));
    }

    /** Returns this mean with a deviation of at least {@code least}, for several seeds. */
    SeedMean withDeviationOf(double least) {
        return deviation < least ? of(count, mean, least) : this;
    }

    /** Returns the lower limit of the interval. */
    public double low() {
        return mean - half;
    }

    /** Returns the upper limit of the interval. */
    public double high() {
        return mean + half;
    }

    private static double quantile(int freedom) {
        return new TDistribution(null, freedom, EXACT).inverseCumulativeProbability(QUANTILE);
    }
}
