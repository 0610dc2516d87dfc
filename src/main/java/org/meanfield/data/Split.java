package org.meanfield.data;

import java.util.Locale;

/** A part of a data set. */
public enum Split {
    /** What is trained on; without the validation part, where there is one. */
    TRAIN,
    /** A fixed, class-balanced part of the published training split, for choices; may be empty. */
    VALIDATION,
    /** What is scored once a run is over; training never touches it. */
    TEST;

    /** Returns the name in tables and messages, for instance {@code train}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
