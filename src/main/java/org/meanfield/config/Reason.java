package org.meanfield.config;

import java.io.UncheckedIOException;
import java.util.Optional;

/** The reason of a failure, for messages. */
public final class Reason {
    private Reason() {}

    /** Returns the first line of an exception's message, or its class name if it has none. */
    public static String line(Throwable e) {
        return Optional.ofNullable(e.getMessage()).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /**
     * Returns the cause whose message is meant for the user (Spark wraps a task's failure), or {@code e} if there is
     * none.
     */
    public static Throwable of(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UncheckedIOException) {
                return cause;
            }
        }
        return e;
    }
}
