package org.meanfield.job.common;

/** A run was stopped before its end, and can be resumed; see {@link Stopping}. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message says where the run stands and how it resumes, in one line
     */
    public StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
