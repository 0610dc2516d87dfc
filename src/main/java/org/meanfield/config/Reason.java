package org.meanfield.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Returns the same and, where there is more than a line, which file has it all: one in the folder for temporary files. */
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
