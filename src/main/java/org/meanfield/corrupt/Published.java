package org.meanfield.corrupt;

import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.image.Colour;
import org.meanfield.image.ImageShape;

/**
 * The severities of a corruption in the published benchmarks, the default of a job that sets none.
 *
 * @param mnist those of MNIST-C
 * @param cifar those of CIFAR-10-C, as many; for images of three channels
 */
record Published<L>(List<L> mnist, List<L> cifar) {
    /** Creates the severities of a corruption that are the same for both kinds of images. */
    static <L> Published<L> both(List<L> levels) {
        return new Published<>(levels, levels);
    }

    /** Returns the number of severities of a job that sets {@code own}, which may be empty. */
    int count(List<L> own) {
        return own.isEmpty() ? mnist.size() : own.size();
    }

    /** Returns the level of a severity, from 1, of a job that sets {@code own}, which may be empty. */
    L level(List<L> own, int severity, ImageShape shape) {
        Check.that(severity >= 1 && severity <= count(own), "severity", severity, "in 1 … " + count(own));
        List<L> published = shape.channels() == Colour.CHANNELS ? cifar : mnist;
        return (own.isEmpty() ? published : own).get(severity - 1);
    }
}
