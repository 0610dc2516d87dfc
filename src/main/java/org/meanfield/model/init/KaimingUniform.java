package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Default;

/**
 * U(−a, a) with a = gain(nonlinearity) · √(3 / fan) (He et al. 2015).
 *
 * @param mode the fan that scales the weights
 * @param nonlinearity the nonlinearity after the layer, which sets the gain
 */
public record KaimingUniform(@Default("fan-in") FanMode mode, @Default("relu") Nonlinearity nonlinearity)
        implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.uniform(weights, nonlinearity.gain() * Math.sqrt(3.0 / mode.fan(fanIn, fanOut)), random);
    }
}
