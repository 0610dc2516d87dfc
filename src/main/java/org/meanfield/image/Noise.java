package org.meanfield.image;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Independent random changes of each value. */
public final class Noise {
    /** The distributions for each level, keyed by photons: a job has few, of at most a megabyte. */
    private static final Map<Double, Poisson[]> COUNTS = new ConcurrentHashMap<>();

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

    /** Returns {@code image} with each value x as x + x · n, n drawn from N(0, {@code std}²), clipped to [0, 1]. */
    public static Image speckle(Image image, double std, SplittableRandom random) {
        Image changed = new Image(image.shape());
        for (int i = 0; i < changed.pixels().length; i++) {
            double value = image.pixels()[i];
            changed.pixels()[i] = Image.clip((float) (value + value * std * random.nextGaussian()));
        }
        return changed;
    }

    /** Returns {@code image} with each value set to 0 or 1, equally likely, with probability {@code amount}. */
    public static Image impulse(Image image, double amount, SplittableRandom random) {
        Image changed = image.copy();
        for (int i = 0; i < changed.pixels().length; i++) {
            double draw = random.nextDouble();
            if (draw < amount) {
                changed.pixels()[i] = draw < amount / 2 ? 0 : 1;
            }
        }
        return changed;
    }

    /**
     * Returns {@code image} as of a sensor that counts photons: each value x, rounded to one of 256 levels, becomes k /
     * {@code photons}, clipped to [0, 1], with k drawn from the Poisson distribution of mean x · {@code photons}.
     */
    public static Image shot(Image image, double photons, SplittableRandom random) {
        Poisson[] counts = COUNTS.computeIfAbsent(photons, Noise::counts);
        int[] levels = Levels.of(image);
        Image changed = new Image(image.shape());
        for (int i = 0; i < levels.length; i++) {
            changed.pixels()[i] = Image.clip((float) (counts[levels[i]].draw(random) / photons));
        }
        return changed;
    }

    private static Poisson[] counts(double photons) {
        Poisson[] counts = new Poisson[Levels.MOST + 1];
        for (int level = 0; level < counts.length; level++) {
            counts[level] = new Poisson(level * photons / Levels.MOST);
        }
        return counts;
    }
}
