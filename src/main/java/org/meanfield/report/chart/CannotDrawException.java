package org.meanfield.report.chart;

import java.util.function.Supplier;

/** Java cannot draw on this machine: text needs fonts, and where there are none AWT throws one thing or another. */
public final class CannotDrawException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotDrawException(Throwable cause) {
        super("Java cannot draw (%s): install fontconfig and a font".formatted(cause), cause);
    }

    /**
     * Returns a picture.
     *
     * @throws CannotDrawException if it cannot be drawn
     */
    public static byte[] drawn(Supplier<byte[]> picture) {
        try {
            return picture.get();
        } catch (RuntimeException | LinkageError | InternalError e) { // all three have been seen
            throw new CannotDrawException(e);
        }
    }
}
