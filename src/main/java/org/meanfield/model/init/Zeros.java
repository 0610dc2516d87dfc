package org.meanfield.model.init;

import java.util.Arrays;
import java.util.SplittableRandom;

/** All weights 0: every unit of a layer stays like its neighbours. For showing just that. */
public record Zeros() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Arrays.fill(weights, 0);
    }
}
