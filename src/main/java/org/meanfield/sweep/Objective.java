package org.meanfield.sweep;

/** What a cell of a sweep is judged by: {@code objectives:} of a sweep file; the mean over its seeds. */
public enum Objective {
    /** Accuracy of the selected state on the validation split; higher is better. */
    VALIDATION_ACCURACY,
    /** Mean cross-entropy of the selected state on the validation split, in nats; lower is better. */
    VALIDATION_LOSS,
    /** Training images per second over the rounds after the first; higher is better. */
    IMAGES_PER_SECOND,
    /** Parameters of the network; fewer is better. */
    PARAMETERS;

    /** Returns whether higher is better. */
    public boolean isHigherBetter() {
        return switch (this) {
            case VALIDATION_ACCURACY, IMAGES_PER_SECOND -> true;
            case VALIDATION_LOSS, PARAMETERS -> false;
        };
    }

    /** Returns whether it needs a validation split. */
    public boolean needsValidation() {
        return this == VALIDATION_ACCURACY || this == VALIDATION_LOSS;
    }

    /** Returns a value so that higher is better. */
    public double oriented(double value) {
        return isHigherBetter() ? value : -value;
    }
}
