package org.meanfield.data;

import java.util.Locale;

/** A part of a data set. */
public enum Split {
    /** The images for training, without the validation split. */
    TRAIN,
    /** A fixed, class-balanced part of the published training split, for model selection; may be empty. */
    VALIDATION,
    /** The images for the final evaluation; never used in training. */
    TEST;

    /** Returns the name in tables and messages, for instance {@code train}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
