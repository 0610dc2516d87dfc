package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;

/** The distributions of the settings: checks of their parameters, and draws. */
final class Draw {
    private Draw() {}

    /** Checks the key {@code probability}. */
    static void checkProbability(double probability) {
        Check.that(probability >= 0 && probability <= 1, "probability", probability, "in [0, 1]");
    }

    /** Checks the key {@code alpha} of {@link #beta}. */
    static void checkAlpha(double alpha) {
        Check.that(alpha >= 0.001 && alpha <= 1000, "alpha", alpha, "in [0.001, 1000]");
    }

    /** Checks the keys {@code min} and {@code max} of a uniform distribution of positive values. */
    static void checkRange(double min, double max) {
        Check.that(min > 0 && min <= max, "min", min, "in (0, max]");
        Check.that(Double.isFinite(max), "max", max, "finite");
    }

    /** Returns one of {@code values}, equally likely. */
    static <T> T of(T[] values, SplittableRandom random) {
        return values[random.nextInt(values.length)];
    }

    /** Returns a draw from U({@code low}, {@code high}). */
    static double between(double low, double high, SplittableRandom random) {
        return low + (high - low) * random.nextDouble();
    }

    /** Returns a draw from U(−{@code reach}, {@code reach}). */
    static double upTo(double reach, SplittableRandom random) {
        return between(-reach, reach, random);
    }

    /**
     * Returns a draw from Beta({@code alpha}, {@code alpha}): the share of one of two draws from Gamma({@code alpha}) in
     * their sum. It is computed from their logarithms, which do not underflow for small {@code alpha}.
     */
    static double beta(double alpha, SplittableRandom random) {
        double own = logGamma(alpha, random);
        double other = logGamma(alpha, random);
        return 1 / (1 + StrictMath.exp(other - own));
    }

    /** Returns a draw from the Dirichlet distribution of {@code count} parameters {@code alpha}. */
    static double[] dirichlet(int count, double alpha, SplittableRandom random) {
        double[] shares = new double[count];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            shares[i] = logGamma(alpha, random);
            most = Math.max(most, shares[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            shares[i] = StrictMath.exp(shares[i] - most);
            sum += shares[i];
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** The logarithm of a draw from Gamma({@code shape}) of scale 1, by the method of Marsaglia and Tsang (2000). */
    private static double logGamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return logGamma(shape + 1, random) + StrictMath.log(1 - random.nextDouble()) / shape;
        }
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double root = 1 + c * normal;
            double v = root * root * root;
            double logUniform = StrictMath.log(1 - random.nextDouble());
            if (v > 0 && logUniform < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
                return StrictMath.log(d) + StrictMath.log(v);
            }
        }
    }
}
