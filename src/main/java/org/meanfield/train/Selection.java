package org.meanfield.train;

/** The state that a job selects as its result. */
public enum Selection {
    /** The state after the last round. */
    LAST,
    /** The state with the best validation accuracy, the earliest on ties. */
    BEST_VALIDATION
}
