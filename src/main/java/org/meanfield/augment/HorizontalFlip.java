package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Dataset;
import org.meanfield.image.Grid;
import org.meanfield.image.Image;

/**
 * Mirrors an image left to right (Krizhevsky, Sutskever and Hinton 2012). Refused for digits, whose
 * mirror images are not digits of their class.
 *
 * @param probability that an image is changed
 * @param force whether it is applied to digits too
 */
public record HorizontalFlip(@Default("0.5") double probability, @Default("false") boolean force)
        implements Augmentation {
    /** Checks the settings. */
    public HorizontalFlip {
        Draw.checkProbability(probability);
    }

    @Override
    public void check(Dataset data) {
        Check.that(
                force || data.mirrorKeepsClass(),
                "force",
                false,
                "true to mirror digits: a mirrored digit is not of its class, and training on it does harm");
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Grid.mirrored(image);
    }
}
