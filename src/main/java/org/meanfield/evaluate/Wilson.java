package org.meanfield.evaluate;

/**
 * The 95 % Wilson score interval of a proportion (Wilson 1927): (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @param low lower limit, in [0, 1]
 * @param high upper limit, in [0, 1]
 */
public record Wilson(double low, double high) {
    /** The 0.975 quantile of the standard normal distribution. */
    static final double Z = 1.959963984540054;

    /** Returns the interval of {@code successes} in {@code trials}, positive. */
    public static Wilson of(long successes, long trials) {
        double p = (double) successes / trials;
        double z2 = Z * Z / trials;
        double centre = p + z2 / 2;
        double half = Z * Math.sqrt(p * (1 - p) / trials + z2 / (4.0 * trials));
        return new Wilson(Math.max(0, (centre - half) / (1 + z2)), Math.min(1, (centre + half) / (1 + z2)));
    }
}
