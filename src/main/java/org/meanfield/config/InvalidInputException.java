package org.meanfield.config;

/**
 * Invalid input that the user can correct: the message is one line that names the key or file, the value and what is
 * allowed.
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates one with {@code message}, which is shown to the user as it is. */
    public InvalidInputException(String message) {
        super(message);
    }

    /** Creates one with {@code message}, which is shown to the user as it is, and its cause. */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
