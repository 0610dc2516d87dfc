package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * Scales an image about its centre by a uniformly drawn factor, as torchvision's {@code
 * RandomAffine(scale=(min, max))} does.
 *
 * @param min the smallest factor, in (0, max]
 * @param max the largest factor, finite
 * @param border the pixels from outside
 * @param probability that an image is changed
 */
public record Scale(
        @Default("0.9") double min,
        @Default("1.1") double max,
        @Default("zero") Border border,
        @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public Scale {
        Draw.checkRange(min, max);
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Affine.scaling(Draw.between(min, max, random)).apply(image, border);
    }
}
