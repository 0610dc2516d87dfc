package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * Rotates an image about its centre by a uniformly drawn angle, as torchvision's {@code RandomRotation} does.
 *
 * @param maxDegrees the largest angle to either side, in [0, 180]
 * @param border the pixels from outside
 * @param probability that an image is changed
 */
public record Rotate(@Default("15") double maxDegrees, @Default("zero") Border border, @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public Rotate {
        Check.that(maxDegrees >= 0 && maxDegrees <= 180, "max-degrees", maxDegrees, "in [0, 180]");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Affine.rotation(Draw.upTo(maxDegrees, random)).apply(image, border);
    }
}
