package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Dataset;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * Blurs an image by a Gaussian of uniformly drawn standard deviation; the image's edge is continued outwards.
 *
 * @param min the smallest deviation in pixels, in (0, max]
 * @param max the largest deviation in pixels, at most the image's longer side
 * @param probability that an image is changed
 */
public record GaussianBlur(@Default("0.1") double min, @Default("1") double max, @Default("0.5") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public GaussianBlur {
        Draw.checkRange(min, max);
        Draw.checkProbability(probability);
    }

    @Override
    public void check(Dataset data) {
        int side = Math.max(data.shape().height(), data.shape().width());
        Check.that(max <= side, "max", max, "at most %d: images are %s".formatted(side, data.shape()));
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Blur.gaussian(image, Draw.between(min, max, random), Border.REPLICATE);
    }
}
