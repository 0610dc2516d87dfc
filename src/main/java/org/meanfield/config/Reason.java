package org.meanfield.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The reason of a failure, for messages. */
public final class Reason {
    /** An empty line, or one that is indented as those of a stack trace are. */
    private static final Pattern TRACE = Pattern.compile("\\s*$|\\s+at |Caused by: ");

    private Reason() {}

    /**
     * Returns an exception's message as a {@link Line}, or its class name if it has none. Of another library's, what stands
     * before a stack trace or an empty line.
     */
    public static String line(Throwable e) {
        boolean own = e instanceof InvalidInputException || e instanceof UncheckedIOException;
        return Optional.ofNullable(e.getMessage())
                .map(message -> own ? message.strip() : head(message))
                .filter(message -> !message.isEmpty())
                .map(Line::of)
                .orElse(e.getClass().getSimpleName());
    }

    /** Returns what stands before a stack trace or an empty line, such as Spark has them in its messages. */
    public static String head(String message) {
        return message.strip()
                .lines()
                .takeWhile(line -> !TRACE.matcher(line).lookingAt())
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Returns {@link #line} and, if there are more lines, the temporary file that has all of them. */
    public static String lineAndFile(Throwable e) {
        if (!(e instanceof InvalidInputException wrong) || wrong.details().isEmpty()) {
            return line(e);
        }
        try {
            Path file = Files.write(
                    Files.createTempFile("meanfield-", ".txt"),
                    wrong.details().stream().map(Line::printable).toList());
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

    /** Returns the last of the causes of {@code e}, or {@code e} if it has none. */
    public static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
