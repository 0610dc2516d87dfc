package org.meanfield.image;

import java.util.SplittableRandom;

/** Draws from Poisson distributions. The logarithms are StrictMath's, so that the bits are the same on every machine. */
final class Poisson {
    private static final double SMALL = 10;
    private static final double HALF_LOG_TWO_PI = StrictMath.log(2 * Math.PI) / 2;

    /** log k! for small k, beyond which Stirling's series is as exact. */
    private static final double[] LOG_FACTORIALS = new double[256];

    static {
        for (int k = 1; k < LOG_FACTORIALS.length; k++) {
            LOG_FACTORIALS[k] = LOG_FACTORIALS[k - 1] + StrictMath.log(k);
        }
    }

    private Poisson() {}

    /** Returns a draw from the distribution of that mean, which is not negative. */
    static double draw(double mean, SplittableRandom random) {
        return mean < SMALL ? byProducts(mean, random) : byRejection(mean, random);
    }

    /** How many draws from U(0, 1) can be multiplied before the product is below exp(−mean) (Knuth). */
    private static double byProducts(double mean, SplittableRandom random) {
        if (mean <= 0) {
            return 0;
        }
        double limit = StrictMath.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** Transformed rejection with squeeze, algorithm PTRS of Hörmann (1993), which needs no logarithm for most draws. */
    private static double byRejection(double mean, SplittableRandom random) {
        double root = Math.sqrt(mean);
        double b = 0.931 + 2.53 * root;
        double a = -0.059 + 0.02483 * b;
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze) {
                return k;
            }
            if (k < 0 || (us < 0.013 && v > us)) {
                continue;
            }
            double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
            double left = StrictMath.log(v * inverseAlpha / (a / (us * us) + b));
            if (left <= k * StrictMath.log(mean) - mean - logFactorial(k)) {
                return k;
            }
        }
    }

    private static double logFactorial(double k) {
        if (k < LOG_FACTORIALS.length) {
            return LOG_FACTORIALS[(int) k];
        }
        double n = k + 1;
        return (n - 0.5) * StrictMath.log(n) - n + HALF_LOG_TWO_PI + 1 / (12 * n) - 1 / (360 * n * n * n);
    }
}
