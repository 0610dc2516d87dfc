package org.meanfield.model.init;

/**
 * Nonlinearity after a layer, for the gain of its weights; gains as in PyTorch's {@code torch.nn.init.calculate_gain}.
 */
public enum Nonlinearity {
    /** None: gain 1. */
    LINEAR(1),
    /** Gain 1. */
    SIGMOID(1),
    /** Gain 5/3. */
    TANH(5.0 / 3),
    /** Gain √2. */
    RELU(Math.sqrt(2)),
    /** Slope 0.01: gain √(2 / (1 + 0.01²)). */
    LEAKY_RELU(Math.sqrt(2 / (1 + 0.01 * 0.01))),
    /** Gain 3/4. */
    SELU(0.75);

    private final double gain;

    Nonlinearity(double gain) {
        this.gain = gain;
    }

    /** Returns the factor by which weights compensate for the nonlinearity. */
    public double gain() {
        return gain;
    }
}
