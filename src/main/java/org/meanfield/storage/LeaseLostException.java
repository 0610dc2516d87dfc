package org.meanfield.storage;

/** A process has lost its {@link Lease} and must not write any more. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message);
    }
}
