package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Dataset;
import org.meanfield.image.Border;
import org.meanfield.image.Grid;
import org.meanfield.image.Image;

/**
 * Pads an image on all sides and crops a random part of the image's own size (He et al. 2016, "Deep residual learning",
 * section 4.2, with a padding of 4).
 *
 * @param padding in pixels, positive and smaller than the image
 * @param border the padding
 * @param probability that an image is changed
 */
public record RandomCrop(@Default("4") int padding, @Default("zero") Border border, @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public RandomCrop {
        Check.that(padding > 0, "padding", padding, "positive");
        Draw.checkProbability(probability);
    }

    @Override
    public void check(Dataset data) {
        int side = Math.min(data.shape().height(), data.shape().width());
        Check.that(padding < side, "padding", padding, "less than %d: images are %s".formatted(side, data.shape()));
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        int x = random.nextInt(-padding, padding + 1);
        int y = random.nextInt(-padding, padding + 1);
        return Grid.shifted(image, x, y, border);
    }
}
