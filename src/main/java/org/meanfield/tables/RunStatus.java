package org.meanfield.tables;

import org.meanfield.config.Names;

/** How far a run is. */
public enum RunStatus {
    /** It has started, and is still running or was killed. */
    RUNNING,
    /** It is over, and its model is there. */
    FINISHED,
    /** The scheduler of its sweep has given it up for better ones; its last checkpoint stays. */
    STOPPED_EARLY,
    /** A loss or a parameter became NaN or infinite; the last good checkpoint stays. */
    DIVERGED,
    /** It was stopped before its end, and can be resumed; its last checkpoint stays. */
    INTERRUPTED,
    /** Something went wrong; the reason is in the same row. */
    FAILED;

    /** Returns the name in tables, for instance {@code stopped-early}. */
    public String label() {
        return Names.of(this);
    }
}
