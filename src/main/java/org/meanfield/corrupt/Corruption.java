package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * A change of test images that a model ought to withstand, at a number of severities: an element of {@code corruptions:} of
 * a job file.
 *
 * <p>Where a job sets no severities of its own, they are the five published ones: for images of three channels those of
 * CIFAR-10-C (Hendrycks and Dietterich 2019, {@code make_cifar_c.py}) and for all others those of MNIST-C (Mu and Gilmer
 * 2019, {@code corruptions.py}). What only one of the two has is the same for both kinds of images.
 */
public sealed interface Corruption extends Serializable
        permits GaussianNoise,
                ShotNoise,
                ImpulseNoise,
                SpeckleNoise,
                GaussianBlur,
                DefocusBlur,
                MotionBlur,
                Contrast,
                Brightness,
                Saturate,
                Jpeg,
                Pixelate,
                Quantize,
                Rotate,
                Shear,
                Scale,
                Translate {
    /** Returns how many severities it has. They are numbered from 1. */
    int severities();

    /**
     * Returns what a severity is for images of {@code shape}, for tables: {@code std=0.05}.
     *
     * @throws org.meanfield.config.InvalidInputException if it has no such severity
     */
    String parameter(int severity, ImageShape shape);

    /** Returns whether it draws random numbers. If not, one repeat says all. */
    boolean isRandom();

    /** Returns whether values outside [0, 1], from black to the brightest, become the nearer bound. */
    default boolean clip() {
        return true;
    }

    /** Returns when it is applied. */
    default Stage stage() {
        return Stage.BEFORE_NORMALIZATION;
    }

    /**
     * Returns {@code image} corrupted, which it leaves as it was.
     *
     * @param image values in [0, 1]
     * @param severity from 1 to {@link #severities}
     * @param normalization what follows before the model sees the image
     * @param random left alone unless {@link #isRandom}
     * @return values of the same scale, still to be normalized whatever the {@link #stage}; in [0, 1] if {@link #clip}
     * @throws org.meanfield.config.InvalidInputException if it has no such severity
     */
    Image apply(Image image, int severity, Normalization normalization, SplittableRandom random);
}
