package org.meanfield.model.init;

/** Which of a layer's two fans an initializer goes by. */
public enum FanMode {
    /** The inputs of one output: keeps the size of activations on the way forward. */
    FAN_IN,
    /** The outputs of one input: keeps the size of gradients on the way back. */
    FAN_OUT;

    /** Returns the one of the two that is meant. */
    int fan(int fanIn, int fanOut) {
        return switch (this) {
            case FAN_IN -> fanIn;
            case FAN_OUT -> fanOut;
        };
    }
}
