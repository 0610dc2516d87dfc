package org.meanfield.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/** Operations on a path's file system: those that may be repeated are, as {@link Retries} says, and failures have one line. */
final class Operation {
    private static volatile Configuration configuration = StoreSettings.of(new Configuration());
    private static volatile Retries retries = Retries.of(configuration);

    private Operation() {}

    @FunctionalInterface
    interface Action<T> {
        T apply(FileSystem files, Path path) throws IOException;
    }

    static void configure(Configuration hadoop) {
        configuration = StoreSettings.of(hadoop);
        retries = Retries.of(configuration);
        Retries.forgetFailures();
    }

    /** Applies an action that may be repeated; {@code verb} names it in messages. */
    static <T> T on(String verb, String path, Action<T> action) {
        return apply(verb, path, (files, expanded) -> {
            String store = files.getUri().toString();
            return files instanceof LocalFiles
                    ? attempt(files, expanded, action)
                    : retries.make(store, verb + " " + path, () -> attempt(files, expanded, action));
        });
    }

    /** Applies an action that must not be repeated. */
    static <T> T once(String verb, String path, Action<T> action) {
        return apply(verb, path, (files, expanded) -> attempt(files, expanded, action));
    }

    private static <T> T apply(String verb, String path, Action<T> action) {
        Path expanded = path(path);
        Optional<FileSystem> files = Optional.empty();
        try {
            files = Optional.of(FileSystems.of(path, expanded, configuration));
            return action.apply(files.get(), expanded);
        } catch (IOException e) {
            throw failure(verb, path, expanded, files, e);
        }
    }

    /** Hadoop makes an {@code Error} of what local files say, in several of its classes. */
    private static <T> T attempt(FileSystem files, Path path, Action<T> action) throws IOException {
        try {
            return action.apply(files, path);
        } catch (FSError e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private static RuntimeException failure(
            String verb, String given, Path path, Optional<FileSystem> files, IOException e) {
        if (e instanceof FileNotFoundException
                && verb.equals("read")
                && FileSystems.isFolder(given, path, configuration)) {
            return new InvalidInputException("%s is a folder but must be a file".formatted(given), e);
        }
        boolean full = StoreErrors.isFull(e);
        String message = "Cannot %s %s: %s".formatted(verb, given, full ? disk(path, files, e) : Reason.line(e));
        boolean remote = files.isPresent() && !(files.get() instanceof LocalFiles);
        return full || (remote && StoreErrors.mayPass(e))
                ? new StoreException(message, e)
                : new UncheckedIOException(message, e);
    }

    /** Says that a disk is full and, of a local one, how much is free. */
    private static String disk(Path path, Optional<FileSystem> files, IOException e) {
        if (e instanceof StoreErrors.FullException) {
            return e.getMessage();
        }
        try {
            long free = files.isPresent() ? Room.free(files.get(), path) : Long.MAX_VALUE;
            String bytes = free == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, ", %,d bytes are free", free);
            return "disk full (%s%s)".formatted(Reason.line(e), bytes);
        } catch (IOException untold) {
            e.addSuppressed(untold);
            return "disk full (%s)".formatted(Reason.line(e));
        }
    }

    static Path path(String path) {
        try {
            return new Path(Storage.expand(path));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("path is '%s' but must be a local path or an address".formatted(path), e);
        }
    }
}
