package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Default;

/**
 * N(0, σ²) with σ = gain(nonlinearity) / √fan (He et al. 2015).
 *
 * @param mode the fan that scales the weights
 * @param nonlinearity the nonlinearity after the layer, which sets the gain
 */
public record KaimingNormal(@Default("fan-in") FanMode mode, @Default("relu") Nonlinearity nonlinearity)
        implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.normal(weights, nonlinearity.gain() / Math.sqrt(mode.fan(fanIn, fanOut)), random);
    }
}
