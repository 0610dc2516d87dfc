package org.meanfield.augment;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.meanfield.data.Dataset;
import org.meanfield.image.Image;

/**
 * A random change of training images: an element of {@code augment:} of a job file. Images are as they are before they are
 * normalized, with values in [0, 1], and stay so. Most augmentations change one image by itself; a few mix
 * the images of a batch and their labels.
 */
public sealed interface Augmentation extends Serializable
        permits HorizontalFlip,
                RandomCrop,
                Translate,
                Rotate,
                Scale,
                Shear,
                ColourJitter,
                Grayscale,
                Autocontrast,
                GaussianNoise,
                GaussianBlur,
                Cutout,
                RandomErasing,
                Mixup,
                Cutmix {
    /** Returns how likely it is, in [0, 1], to be applied to an image or, if it mixes images, to a batch. */
    double probability();

    /**
     * Checks that images of {@code data} can be changed so.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    default void check(Dataset data) {}

    /** Returns {@code image} changed, which it leaves as it was; those that only mix return it. */
    default Image change(Image image, SplittableRandom random) {
        return image;
    }

    /** Returns the images and labels of a batch mixed, which it leaves as they were; most return it. */
    default Samples mix(Samples batch, SplittableRandom random) {
        return batch;
    }
}
