package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * N(0, σ²) with σ = gain · √(2 / (fan-in + fan-out)) (Glorot and Bengio 2010).
 *
 * @param gain factor of the weights, positive
 */
public record XavierNormal(@Default("1") double gain) implements Initializer {
    /** Checks the setting. */
    public XavierNormal {
        Check.that(gain > 0 && Double.isFinite(gain), "gain", gain, "positive");
    }

    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.normal(weights, gain * Math.sqrt(2.0 / ((double) fanIn + fanOut)), random);
    }
}
