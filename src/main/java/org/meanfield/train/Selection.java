package org.meanfield.train;

/** The state that a job selects as its result. */
public enum Selection {
    /** The state after the last round; with {@code early-stopping} the best state by its metric, the earliest on ties. */
    LAST,
    /** The state with the best validation accuracy, the earliest on ties. */
    BEST_VALIDATION
}
