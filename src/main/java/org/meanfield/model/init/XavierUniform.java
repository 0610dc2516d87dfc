package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * U(−a, a) with a = gain · √(6 / (fan-in + fan-out)) (Glorot and Bengio 2010).
 *
 * @param gain factor of the weights, positive
 */
public record XavierUniform(@Default("1") double gain) implements Initializer {
    /** Checks the setting. */
    public XavierUniform {
        Check.that(gain > 0 && Double.isFinite(gain), "gain", gain, "positive");
    }

    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.uniform(weights, gain * Math.sqrt(6.0 / ((double) fanIn + fanOut)), random);
    }
}
