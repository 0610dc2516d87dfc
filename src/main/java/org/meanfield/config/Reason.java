package org.meanfield.config;

import java.io.UncheckedIOException;
import java.util.Optional;

/** Why something failed, for a person. */
public final class Reason {
    private Reason() {}

    /** Returns what a failure says, in one line; its kind if it says nothing. */
    public static String line(Throwable e) {
        return Optional.ofNullable(e.getMessage()).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /** Returns what was the matter: of a task's failure, which Spark wraps, the one whose message was meant for a user. */
    public static Throwable of(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UncheckedIOException) {
                return cause;
            }
        }
        return e;
    }
}
