package org.meanfield.model;

import org.nd4j.linalg.activations.IActivation;

/** Activation function of a layer, of its weighted sum x. */
public enum Activation {
    /** max(0, x). */
    RELU(org.nd4j.linalg.activations.Activation.RELU),
    /** x where it is positive, 0.01 x elsewhere. */
    LEAKY_RELU(org.nd4j.linalg.activations.Activation.LEAKYRELU),
    /** x where it is positive, exp(x) − 1 elsewhere. */
    ELU(org.nd4j.linalg.activations.Activation.ELU),
    /** 1.0507 · (x where it is positive, 1.6733 · (exp(x) − 1) elsewhere) (Klambauer et al. 2017). */
    SELU(org.nd4j.linalg.activations.Activation.SELU),
    /** x · σ(1.702 x), the fast form of x · Φ(x) (Hendrycks and Gimpel 2016). */
    GELU(org.nd4j.linalg.activations.Activation.GELU),
    /** The hyperbolic tangent. */
    TANH(org.nd4j.linalg.activations.Activation.TANH),
    /** 1 / (1 + exp(−x)). */
    SIGMOID(org.nd4j.linalg.activations.Activation.SIGMOID),
    /** x. */
    IDENTITY(org.nd4j.linalg.activations.Activation.IDENTITY);

    private final org.nd4j.linalg.activations.Activation function;

    Activation(org.nd4j.linalg.activations.Activation function) {
        this.function = function;
    }

    /** Returns DL4J's function of that name. */
    IActivation function() {
        return function.getActivationFunction();
    }
}
