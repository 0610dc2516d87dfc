package org.meanfield.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Invalid input that the user can correct: the message is one line that names the key or file, the value and what is
 * allowed.
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> details = new ArrayList<>();

    /** Creates one with {@code message}, which is shown to the user as it is. */
    public InvalidInputException(String message) {
        super(message);
    }

    /** Creates one with {@code message}, which is shown to the user as it is, and the lines that it has no room for. */
    public InvalidInputException(String message, List<String> details) {
        super(message);
        this.details.addAll(details);
    }

    /** Creates one with {@code message}, which is shown to the user as it is, and its cause. */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns all that is wrong, a line for each, where the message has no room for it; empty where it has. */
    public List<String> details() {
        return List.copyOf(details);
    }
}
