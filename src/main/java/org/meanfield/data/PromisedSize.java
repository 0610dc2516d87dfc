package org.meanfield.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.meanfield.config.InvalidInputException;

/**
 * The size of a file's contents as its header gives it, checked before memory is taken for them.
 *
 * @param name of the file, for messages
 * @param bytes of its contents
 */
record PromisedSize(String name, long bytes) {
    /** The most bytes that a byte of DEFLATE stands for: two bits for a length of 258. */
    private static final long MOST_INFLATED = 1032;

    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory() / 4 * 3;

    /**
     * Checks that a file can have such contents.
     *
     * @param length of the file, compressed or not
     * @throws InvalidInputException if it is too short
     */
    void checkLength(long length) {
        if (bytes > MOST_INFLATED * length) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "size of the values of %s is %,d bytes by its header but must be at most %,d, %,d times its length",
                    name,
                    bytes,
                    MOST_INFLATED * length,
                    MOST_INFLATED));
        }
    }

    /**
     * Checks that this JVM has the memory. Too little of it is not an error of the file.
     *
     * @param memory what the contents take
     * @param what for, as a verb
     * @param remedy what else than a larger heap would help
     * @throws UncheckedIOException if it has not
     */
    static void checkMemory(String name, long memory, String what, String remedy) {
        if (memory > MOST_MEMORY) {
            String message = String.format(
                    Locale.ROOT,
                    "%s takes %,d MB to %s and there are %,d: raise the heap%s",
                    name,
                    memory >> 20,
                    what,
                    MOST_MEMORY >> 20,
                    remedy);
            throw new UncheckedIOException(message, new IOException(message));
        }
    }
}
