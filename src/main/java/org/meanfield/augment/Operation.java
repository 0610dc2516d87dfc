package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.image.Affine;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.Levels;

/**
 * The operations of AutoAugment (Cubuk et al. 2019) from which automatic augmentations draw, each with a magnitude from 0, which changes
 * little or nothing, to 1, the most of a {@link Space}. Warps are about the centre of the image, by bilinear interpolation, and black
 * outside.
 */
enum Operation {
    /** Nothing. */
    IDENTITY,
    /** Each channel is stretched to the whole range. */
    AUTOCONTRAST,
    /** Each channel gets an even histogram. */
    EQUALIZE,
    /** A rotation, to either side. */
    ROTATE,
    /** The highest bits of each value. */
    POSTERIZE,
    /** Values from a threshold on are inverted. */
    SOLARIZE,
    /** Less or more colour; nothing for images that have none. */
    COLOUR,
    /** Less or more contrast. */
    CONTRAST,
    /** Darker or brighter. */
    BRIGHTNESS,
    /** Smoother or sharper. */
    SHARPNESS,
    /** A horizontal shear, to either side. */
    SHEAR_X,
    /** A vertical shear, to either side. */
    SHEAR_Y,
    /** A horizontal shift, to either side. */
    TRANSLATE_X,
    /** A vertical shift, to either side. */
    TRANSLATE_Y;

    /**
     * What the magnitude 1 is.
     *
     * @param shear the tangent of the angle
     * @param shift in pixels, at most the image's side
     * @param shiftShare as a share of the image's side, added to {@code shift}
     * @param degrees of a rotation
     * @param factor by which colour, contrast, brightness and sharpness differ from 1
     * @param mostBits those that posterizing leaves at magnitude 0
     * @param leastBits those that it leaves at magnitude 1
     */
    record Space(
            double shear, double shift, double shiftShare, double degrees, double factor, int mostBits, int leastBits) {
        /** The wide space of TrivialAugment (Müller and Hutter 2021), as in torchvision's {@code TrivialAugmentWide}. */
        static final Space WIDE = new Space(0.99, 32, 0, 135, 0.99, 8, 2);

        /** That of RandAugment (Cubuk et al. 2020), as in torchvision's {@code RandAugment}. */
        static final Space STANDARD = new Space(0.3, 0, 150 / 331.0, 30, 0.9, 8, 4);

        /** That of AugMix (Hendrycks et al. 2020), up to a severity of 10. */
        static final Space AUGMIX = new Space(0.3, 0, 1 / 3.0, 30, 0, 4, 0);

        private double shift(int side) {
            return Math.min(side, shift + shiftShare * side);
        }

        private int bits(double magnitude) {
            return (int) (mostBits - Math.rint(magnitude * (mostBits - leastBits)));
        }
    }

    /** Returns {@code image} changed, to a side drawn from {@code random} where there are two. */
    Image apply(Image image, double magnitude, Space space, SplittableRandom random) {
        double side = random.nextBoolean() ? magnitude : -magnitude;
        double factor = 1 + side * space.factor;
        return switch (this) {
            case IDENTITY -> image;
            case AUTOCONTRAST -> Autocontrast.of(image);
            case EQUALIZE -> Levels.equalized(image);
            case ROTATE -> warped(Affine.rotation(side * space.degrees), image);
            case POSTERIZE -> Levels.posterized(image, space.bits(magnitude));
            case SOLARIZE -> Colour.solarized(image, 1 - magnitude);
            case COLOUR -> image.shape().channels() == Colour.CHANNELS ? Colour.saturation(image, factor) : image;
            case CONTRAST -> Colour.contrast(image, factor);
            case BRIGHTNESS -> Colour.brightness(image, factor);
            case SHARPNESS -> Blur.sharpness(image, factor);
            case SHEAR_X -> warped(new Affine(1, side * space.shear, 0, 0, 1, 0), image);
            case SHEAR_Y -> warped(new Affine(1, 0, 0, side * space.shear, 1, 0), image);
            case TRANSLATE_X -> warped(
                    Affine.translation(side * space.shift(image.shape().width()), 0), image);
            case TRANSLATE_Y -> warped(
                    Affine.translation(0, side * space.shift(image.shape().height())), image);
        };
    }

    private static Image warped(Affine affine, Image image) {
        return affine.apply(image, Border.ZERO);
    }
}
