package org.meanfield.model.init;

import java.util.SplittableRandom;

/** Independent random draws from a distribution. */
final class Draws {
    private Draws() {}

    /** Fills {@code weights} from N(0, {@code std}²). */
    static void normal(float[] weights, double std, SplittableRandom random) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (std * random.nextGaussian());
        }
    }

    /** Fills {@code weights} from U(−{@code bound}, {@code bound}). */
    static void uniform(float[] weights, double bound, SplittableRandom random) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
    }
}
