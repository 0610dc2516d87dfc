package org.meanfield.model.init;

import java.util.Arrays;
import java.util.SplittableRandom;

/** All weights 0, so that all units of a layer stay equal; for demonstrating exactly that. */
public record Zeros() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        Arrays.fill(weights, 0);
    }
}
