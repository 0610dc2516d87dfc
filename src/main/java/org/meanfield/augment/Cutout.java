package org.meanfield.augment;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Dataset;
import org.meanfield.image.Box;
import org.meanfield.image.Image;

/**
 * Covers a square centred on a random pixel and clipped at the edge (DeVries and Taylor 2017, "Improved
 * regularization of convolutional neural networks with cutout"). In the paper the square is 0 after normalization, the mean
 * of the data; here {@code fill} is mid grey by default.
 *
 * @param size the side of the square in pixels, positive and at most the image's shorter side
 * @param fill the value of the square's pixels, in [0, 1]
 * @param probability that an image is changed
 */
public record Cutout(@Default("8") int size, @Default("0.5") double fill, @Default("1") double probability)
        implements Augmentation {
    /** Checks the settings. */
    public Cutout {
        Check.that(size > 0, "size", size, "positive");
        Check.that(fill >= 0 && fill <= 1, "fill", fill, "in [0, 1]");
        Draw.checkProbability(probability);
    }

    @Override
    public void check(Dataset data) {
        int side = Math.min(data.shape().height(), data.shape().width());
        Check.that(size <= side, "size", size, "at most %d: images are %s".formatted(side, data.shape()));
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        int x = random.nextInt(image.shape().width());
        int y = random.nextInt(image.shape().height());
        Image cover = new Image(image.shape());
        Arrays.fill(cover.pixels(), (float) fill);
        return Box.around(x, y, size, size, image.shape()).paste(image, cover);
    }
}
