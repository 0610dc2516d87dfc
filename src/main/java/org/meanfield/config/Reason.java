package org.meanfield.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Returns {@link #line} and, if there are more lines, the temporary file that has all of them. */
    public static String lineAndFile(Throwable e) {
        if (!(e instanceof InvalidInputException wrong) || wrong.details().isEmpty()) {
            return line(e);
        }
        try {
            Path file = Files.write(Files.createTempFile("meanfield-", ".txt"), wrong.details());
            return "%s: all are in %s".formatted(line(e), file);
        } catch (IOException unwritten) {
            return "%s (there is no room for them: %s)".formatted(line(e), line(unwritten));
        }
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
