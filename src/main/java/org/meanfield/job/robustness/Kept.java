package org.meanfield.job.robustness;

import org.meanfield.corrupt.Condition;

/** The choices of {@code predictions}. */
public enum Kept {
    /** No predictions. */
    NONE,
    /** Those of clean images. */
    CLEAN,
    /** Those under every condition. */
    ALL;

    /** Returns whether predictions under {@code condition} are kept. */
    boolean keeps(Condition condition) {
        return switch (this) {
            case NONE -> false;
            case CLEAN -> condition.severity() == 0;
            case ALL -> true;
        };
    }
}
