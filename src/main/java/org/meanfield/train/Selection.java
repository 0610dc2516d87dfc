package org.meanfield.train;

/** Which state is the result of a job. */
public enum Selection {
    /** The one after the last round. */
    LAST,
    /** The one with the best accuracy on the validation split, of equal ones the earliest. */
    BEST_VALIDATION
}
