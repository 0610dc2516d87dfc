package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * Shifts an image by a uniformly drawn distance, as torchvision's {@code RandomAffine(translate=(x, y))} does, but without
 * rounding to whole pixels.
 *
 * @param maxX the largest shift to the left or right, as a share of the width, in [0, 1]
 * @param maxY the largest shift up or down, as a share of the height, in [0, 1]
 * @param border the pixels from outside
 * @param probability that an image is changed
 */
public record Translate(
        @Default("0.1") double maxX,
        @Default("0.1") double maxY,
        @Default("zero") Border border,
        @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public Translate {
        Check.that(maxX >= 0 && maxX <= 1, "max-x", maxX, "in [0, 1]");
        Check.that(maxY >= 0 && maxY <= 1, "max-y", maxY, "in [0, 1]");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        double x = Draw.upTo(maxX * image.shape().width(), random);
        double y = Draw.upTo(maxY * image.shape().height(), random);
        return Affine.translation(x, y).apply(image, border);
    }
}
