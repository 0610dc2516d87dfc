package org.meanfield.model.init;

/** The fan of a layer that scales an initializer. */
public enum FanMode {
    /** The inputs of one output: preserves the variance of activations in the forward pass. */
    FAN_IN,
    /** The outputs of one input: preserves the variance of gradients in the backward pass. */
    FAN_OUT;

    /** Returns the selected fan. */
    int fan(int fanIn, int fanOut) {
        return switch (this) {
            case FAN_IN -> fanIn;
            case FAN_OUT -> fanOut;
        };
    }
}
