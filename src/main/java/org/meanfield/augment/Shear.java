package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * Shears an image horizontally by a uniformly drawn angle, as torchvision's {@code RandomAffine(shear=max)} does.
 *
 * @param maxDegrees the largest angle to either side, in [0, 90)
 * @param border the pixels from outside
 * @param probability that an image is changed
 */
public record Shear(@Default("10") double maxDegrees, @Default("zero") Border border, @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public Shear {
        Check.that(maxDegrees >= 0 && maxDegrees < 90, "max-degrees", maxDegrees, "in [0, 90)");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Affine.shearing(Draw.upTo(maxDegrees, random)).apply(image, border);
    }
}
