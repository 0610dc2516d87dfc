package org.meanfield.augment;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.data.Dataset;
import org.meanfield.image.Image;

/**
 * A random change of training images: an element of {@code augment:} of a job file. Images are not yet
 * normalized: their values are in [0, 1] and stay so. Most augmentations change each image independently; a few mix
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
                Cutmix,
                TrivialAugment,
                RandAugment,
                Corrupt,
                Augmix,
                Adversarial {
    /** Returns the probability of being applied to an image or, if it mixes images, to a batch. */
    double probability();

    /**
     * Checks that it can be applied to images of {@code data}.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    default void check(Dataset data) {}

    /** Returns the names of the corruptions that a model is trained on by it, and that are no test of its robustness. */
    default List<String> trainsOn() {
        return List.of();
    }

    /**
     * Returns the weight of the consistency loss between an image and two augmented copies of it; 0 for a single augmented copy and no such
     * loss.
     */
    default double consistency() {
        return 0;
    }

    /** Returns an augmented copy of {@code image}; augmentations that mix images return {@code image}. */
    default Image change(Image image, SplittableRandom random) {
        return image;
    }

    /** Returns a batch of mixed images and labels; augmentations of single images return {@code batch}. */
    default Samples mix(Samples batch, SplittableRandom random) {
        return batch;
    }
}
