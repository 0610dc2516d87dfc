package org.meanfield.image;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random changes of each value by itself. */
public final class Noise {
    private Noise() {}

    /** Returns {@code image} with a draw from N(0, {@code std}²) added to each value, clipped to [0, 1]. */
    public static Image gaussian(Image image, double std, SplittableRandom random) {
        double[] deviations = new double[image.shape().channels()];
        Arrays.fill(deviations, std);
        return gaussian(image, deviations, random).clipped();
    }

    /** Returns {@code image} with a draw from N(0, s²) added to each value, where {@code std} has s of each channel. */
    public static Image gaussian(Image image, double[] std, SplittableRandom random) {
        Image changed = new Image(image.shape());
        int plane = image.plane();
        for (int channel = 0; channel < std.length; channel++) {
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                changed.pixels()[i] = (float) (image.pixels()[i] + std[channel] * random.nextGaussian());
            }
        }
        return changed;
    }
}
