package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.image.Image;

/**
 * One operation of fourteen, equally likely, with one of 31 magnitudes, equally likely (Müller and Hutter 2021, "TrivialAugment", wide
 * space).
 *
 * @param probability that an image is changed
 */
public record TrivialAugment(@Default("1") double probability) implements Augmentation {
    /** Checks the settings. */
    public TrivialAugment {
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        Operation operation = Draw.of(Operation.values(), random);
        double magnitude = random.nextInt(RandAugment.MAGNITUDES) / (RandAugment.MAGNITUDES - 1.0);
        return operation.apply(image, magnitude, Operation.Space.WIDE, random);
    }
}
