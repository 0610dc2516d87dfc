package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Dataset;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;

/**
 * Removes colour: every channel becomes the luma of ITU-R BT.601.
 *
 * @param probability that an image is changed
 */
public record Grayscale(@Default("0.1") double probability) implements Augmentation {
    /** Checks the settings. */
    public Grayscale {
        Draw.checkProbability(probability);
    }

    @Override
    public void check(Dataset data) {
        Check.that(
                data.shape().channels() == Colour.CHANNELS,
                "type",
                "grayscale",
                "another one: images of %s have no colour".formatted(data.shape()));
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return Colour.grey(image);
    }
}
