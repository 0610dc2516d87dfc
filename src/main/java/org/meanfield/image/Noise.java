package org.meanfield.image;

import java.util.SplittableRandom;

/** Random changes of each value by itself. */
public final class Noise {
    private Noise() {}

    /** Returns {@code image} with a draw from N(0, {@code std}²) added to each value, clipped to [0, 1]. */
    public static Image gaussian(Image image, double std, SplittableRandom random) {
        Image changed = new Image(image.shape());
        for (int i = 0; i < changed.pixels().length; i++) {
            changed.pixels()[i] = Image.clip((float) (image.pixels()[i] + std * random.nextGaussian()));
        }
        return changed;
    }
}
