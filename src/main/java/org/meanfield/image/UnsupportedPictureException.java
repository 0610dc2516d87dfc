package org.meanfield.image;

import java.io.IOException;

/** A picture that may be whole but is of a kind that is not read; the message says what it is and what it must be. */
public final class UnsupportedPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedPictureException(String is, String must) {
        super("%s but must be %s".formatted(is, must));
    }
}
