package org.meanfield.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store that fails whatever is asked of it: an error that should have passed and did not, or a full disk. It says nothing of
 * the files there, and nothing of a trial that happened to meet it.
 */
public final class StoreException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /** Returns the one among an exception and its causes, as Spark has it of a task. */
    public static Optional<StoreException> in(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(StoreException.class::isInstance)
                .map(StoreException.class::cast)
                .findFirst();
    }

    StoreException(String message, IOException cause) {
        super(message, cause);
    }
}
