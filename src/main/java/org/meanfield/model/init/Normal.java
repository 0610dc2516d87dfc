package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Check;

/**
 * N(0, std²), the same for every layer.
 *
 * @param std the standard deviation, positive
 */
public record Normal(double std) implements Initializer {
    /** Checks the setting. */
    public Normal {
        Check.that(std > 0 && Double.isFinite(std), "std", std, "positive");
    }

    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.normal(weights, std, random);
    }
}
