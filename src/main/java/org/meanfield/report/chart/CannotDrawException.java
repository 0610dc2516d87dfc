package org.meanfield.report.chart;

import java.util.function.Supplier;

/** Thrown if Java cannot draw on this machine: text needs fonts, without which AWT throws various exceptions. */
public final class CannotDrawException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotDrawException(Throwable cause) {
        super("Java cannot draw (%s): install fontconfig and a font".formatted(cause), cause);
    }

    /**
     * Returns a picture.
     *
     * @throws CannotDrawException if drawing fails
     */
    public static byte[] drawn(Supplier<byte[]> picture) {
        try {
            return picture.get();
        } catch (RuntimeException | LinkageError | InternalError e) { // all three occur
            throw new CannotDrawException(e);
        }
    }
}
