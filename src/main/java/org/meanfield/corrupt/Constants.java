package org.meanfield.corrupt;

import org.meanfield.image.Colour;
import org.meanfield.image.ImageShape;

/**
 * The benchmark whose constants are the severities of corruptions. Each was made for images of one size, and a constant such
 * as a radius in pixels is as strong on images of that size only.
 */
public enum Constants {
    /** The one for the size and the channels of the images, see {@link #of}. */
    BY_SIZE(0),
    /** Grey images of 28×28 (Mu and Gilmer 2019, {@code corruptions.py}). */
    MNIST_C(28),
    /** Coloured images of 32×32 (Hendrycks and Dietterich 2019, {@code make_cifar_c.py}). */
    CIFAR_10_C(32),
    /** Coloured images of 64×64 (the same authors, {@code make_tinyimagenet_c.py}). */
    TINY_IMAGENET_C(64),
    /** Coloured images of 224×224 (the same authors, {@code make_imagenet_c.py}). */
    IMAGENET_C(224);

    private final int side;

    Constants(int side) {
        this.side = side;
    }

    /** Returns the side, in pixels, of the images that it was made for. */
    int side() {
        return side;
    }

    /**
     * Returns the benchmark for images of {@code shape}: that of the nearest size, by the ratio of the longer side; of the two
     * small ones MNIST-C, unless the images have three channels.
     */
    public static Constants of(ImageShape shape) {
        long longer = Math.max(shape.height(), shape.width());
        if (longer * longer >= (long) TINY_IMAGENET_C.side * IMAGENET_C.side) {
            return IMAGENET_C;
        }
        if (longer * longer >= (long) CIFAR_10_C.side * TINY_IMAGENET_C.side) {
            return TINY_IMAGENET_C;
        }
        return shape.channels() == Colour.CHANNELS ? CIFAR_10_C : MNIST_C;
    }

    /** Returns whether it is one of the two for images of about 30 pixels. */
    boolean isOfSmallImages() {
        return this == MNIST_C || this == CIFAR_10_C;
    }

    /** Returns this one or, for {@code by-size}, that for images of {@code shape}. */
    public Constants orFor(ImageShape shape) {
        return this == BY_SIZE ? of(shape) : this;
    }
}
