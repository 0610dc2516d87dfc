package org.meanfield.evaluate;

/** The function between the sum of a layer and its outcome, in a study by depth. */
public enum Transfer {
    /** x. */
    LINEAR,
    /** The hyperbolic tangent. */
    TANH,
    /** max(0, x). */
    RELU;

    /** Returns its outcome; NaN for NaN. */
    float of(float sum) {
        return switch (this) {
            case LINEAR -> sum;
            case TANH -> (float) StrictMath.tanh(sum);
            case RELU -> Math.max(0, sum);
        };
    }

    /** Returns its slope where its outcome is {@code outcome}; that of RELU at 0 is 0. */
    float slope(float outcome) {
        return switch (this) {
            case LINEAR -> 1;
            case TANH -> 1 - outcome * outcome;
            case RELU -> outcome > 0 ? 1 : 0;
        };
    }
}
