package org.meanfield.image;

import java.io.IOException;

/** An undamaged picture of an unsupported kind; the message gives the kind and those that are supported. */
public final class UnsupportedPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedPictureException(String is, String must) {
        super("%s but must be %s".formatted(is, must));
    }
}
