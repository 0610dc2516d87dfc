package org.meanfield.metrics;

import java.util.Locale;

/** How far a run is. */
public enum RunStatus {
    /** It has started, and is still going or was killed. */
    RUNNING,
    /** It is over, and its model is there. */
    FINISHED,
    /** A loss or a parameter became NaN or infinite; the last good checkpoint stays. */
    DIVERGED,
    /** Something went wrong; the reason is in the same row. */
    FAILED;

    /** Returns the name in tables, for instance {@code finished}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
