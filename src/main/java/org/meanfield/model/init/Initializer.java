package org.meanfield.model.init;

import java.io.Serializable;
import java.util.SplittableRandom;

/** Distribution of initial weights: {@code initializer:} of a job file. Biases start at 0. */
public sealed interface Initializer extends Serializable
        permits Normal, FanInNormal, XavierUniform, XavierNormal, KaimingNormal, KaimingUniform, Orthogonal, Zeros {
    /**
     * Fills the weights of one layer.
     *
     * @param weights the array to fill: [outputs, fan-in] in row-major order; of a convolution [outputs, inputs,
     *     height, width]
     * @param fanIn the inputs of one output: of a convolution inputs · height · width
     * @param fanOut the outputs of one input: of a convolution outputs · height · width
     */
    void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random);
}
