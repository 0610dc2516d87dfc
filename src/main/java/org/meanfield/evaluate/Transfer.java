package org.meanfield.evaluate;

/** Activation function of a depth study. */
public enum Transfer {
    /** x. */
    LINEAR,
    /** The hyperbolic tangent. */
    TANH,
    /** max(0, x). */
    RELU,
    /** 1 / (1 + exp(−x)). */
    SIGMOID;

    /** Returns the activation; NaN for NaN. */
    float of(float sum) {
        return switch (this) {
            case LINEAR -> sum;
            case TANH -> (float) StrictMath.tanh(sum);
            case RELU -> Math.max(0, sum);
            case SIGMOID -> (float) (1 / (1 + StrictMath.exp(-sum)));
        };
    }

    /** Returns the derivative where the activation is {@code output}; that of RELU at 0 is 0. */
    float slope(float output) {
        return switch (this) {
            case LINEAR -> 1;
            case TANH -> 1 - output * output;
            case RELU -> output > 0 ? 1 : 0;
            case SIGMOID -> output * (1 - output);
        };
    }
}
