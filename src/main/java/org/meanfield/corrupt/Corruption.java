package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.meanfield.config.Names;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/**
 * A corruption of test images, at a number of severities, to measure a model's robustness: an element of
 * {@code corruptions:} of a job file.
 *
 * <p>Where a job sets no severities of its own, they are the published ones of a benchmark, see {@link Constants}: five, or one
 * where the benchmark has no severities.
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
                Translate,
                GlassBlur,
                ZoomBlur,
                Snow,
                Frost,
                Fog,
                ElasticTransform,
                Spatter,
                Stripe,
                Line,
                DottedLine,
                Zigzag,
                CannyEdges,
                Inverse,
                Npy {
    /** Returns its name in tables. */
    default String label() {
        return Names.of(Corruption.class, getClass());
    }

    /**
     * Checks that it can be applied to a split.
     *
     * @throws org.meanfield.config.InvalidInputException if it can't
     */
    default void checkFits(Splits splits, Split split) {}

    /**
     * Returns the images that {@link #apply} is applied to: these, or published ones in their place.
     *
     * @param start the position of the first of {@code images} in its split
     */
    default LabelledImages published(LabelledImages images, int start, int severity) {
        return images;
    }

    /** Returns the number of severities, which are numbered from 1. */
    int severities();

    /**
     * Returns a severity's settings, for tables: {@code std=0.05}.
     *
     * @param constants the benchmark whose severities are used where the job sets none; not {@code by-size}
     * @throws org.meanfield.config.InvalidInputException if it has no such severity
     */
    String parameter(int severity, Constants constants);

    /** Returns a severity's settings with the constants for images of {@code shape}. */
    default String parameter(int severity, ImageShape shape) {
        return parameter(severity, Constants.of(shape));
    }

    /** Returns whether it draws random numbers; if not, one repeat is enough. */
    boolean isRandom();

    /** Returns whether values are clipped to [0, 1]. */
    default boolean clip() {
        return true;
    }

    /** Returns when it is applied: before or after normalization. */
    default Stage stage() {
        return Stage.BEFORE_NORMALIZATION;
    }

    /**
     * Returns a corrupted copy of {@code image}.
     *
     * @param image values in [0, 1]
     * @param severity from 1 to {@link #severities}
     * @param constants the benchmark whose severities are used where the job sets none; not {@code by-size}
     * @param normalization of the network's inputs
     * @param random not used unless {@link #isRandom}
     * @return values of the same scale, not normalized for any {@link #stage}; in [0, 1] if {@link #clip}
     * @throws org.meanfield.config.InvalidInputException if it has no such severity
     */
    Image apply(Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random);

    /** Returns a corrupted copy of {@code image} with the constants for its shape. */
    default Image apply(Image image, int severity, Normalization normalization, SplittableRandom random) {
        return apply(image, severity, Constants.of(image.shape()), normalization, random);
    }
}
