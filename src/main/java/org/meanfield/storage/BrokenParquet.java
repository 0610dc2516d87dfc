package org.meanfield.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/** What Parquet throws where a file is broken, which is wrong input, told from what a file system throws. */
public final class BrokenParquet {
    /** What a file has instead of what it should have. */
    static final class ContentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ContentException(String instead) {
            super("it has " + instead);
        }
    }

    private BrokenParquet() {}

    /**
     * Returns what to throw for a failure while {@code file} was read.
     *
     * @param message what to say of a broken file, with a place for its name and one for the reason
     */
    public static RuntimeException failure(String file, Exception e, String message) {
        if (e instanceof InvalidInputException || e instanceof UncheckedIOException) {
            return (RuntimeException) e;
        }
        Optional<StoreException> failed = StoreException.in(e); // Parquet may have wrapped it
        if (failed.isPresent()) {
            return failed.get();
        }
        Optional<IOException> unread = ofFileSystem(e);
        return unread.isPresent()
                ? new UncheckedIOException(
                        "Cannot read %s: %s".formatted(file, Reason.line(unread.get())), unread.get())
                : new InvalidInputException(message.formatted(file, Reason.line(e)), e);
    }

    /** Parquet has many exceptions for what it cannot make sense of, plain ones of java.io among them: who threw it tells. */
    private static Optional<IOException> ofFileSystem(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException unread && !(cause instanceof EOFException) && !isOfContent(cause)) {
                return Optional.of(unread);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfContent(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length > 0
                && (trace[0].getClassName().startsWith("org.apache.parquet.")
                        || trace[0].getClassName().startsWith("org.xerial.snappy."));
    }
}
