package org.meanfield.model.init;

import java.util.SplittableRandom;

/** N(0, 1/n) with n the fan-in: sums of n inputs of variance 1 have variance 1 (LeCun et al. 1998). */
public record FanInNormal() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Draws.normal(weights, 1 / Math.sqrt(fanIn), random);
    }
}
