package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Image;
import org.meanfield.image.Noise;

/**
 * Adds a draw from N(0, std²) to each value and clips to [0, 1].
 *
 * @param std the standard deviation, positive; 1 is the range from black to the brightest
 * @param probability that an image is changed
 */
public record GaussianNoise(@Default("0.05") double std, @Default("1") double probability) implements Augmentation {
    /** Checks the settings. */
    public GaussianNoise {
        Check.that(std > 0 && Double.isFinite(std), "std", std, "positive");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Noise.gaussian(image, std, random);
    }
}
