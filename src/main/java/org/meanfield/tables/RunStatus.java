package org.meanfield.tables;

import org.meanfield.config.Names;

/** The status of a run. */
public enum RunStatus {
    /** Started, and in progress or killed. */
    RUNNING,
    /** Finished; its model is written. */
    FINISHED,
    /** Stopped by the scheduler of its sweep in favour of better trials, or since its time was up; its last checkpoint is kept. */
    STOPPED_EARLY,
    /** A loss or a parameter became NaN or infinite; the last finite checkpoint is kept. */
    DIVERGED,
    /** Stopped before its end, and can be resumed; the last checkpoint stays. */
    INTERRUPTED,
    /** Failed; the reason is in the same row. */
    FAILED;

    /** Returns the name in tables, for instance {@code stopped-early}. */
    public String label() {
        return Names.of(this);
    }
}
