package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * The labels of the training images.
 *
 * @param noise the probability, in [0, 1], that a training image's label is replaced, once, by one of all classes, each
 *     as likely as the others; labels of validation and test images stay
 */
public record Labels(@Default("0") double noise) implements Serializable {
    /** The labels as they were published. */
    public static final Labels PUBLISHED = new Labels(0);

    /** Checks the probability. */
    public Labels {
        Check.that(noise >= 0 && noise <= 1, "noise", noise, "in [0, 1]");
    }
}
