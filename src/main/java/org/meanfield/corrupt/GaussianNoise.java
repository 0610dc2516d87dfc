package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Noise;

/**
 * Additive Gaussian noise, x + a · N(0, 1), drawn independently for each value.
 *
 * @param std a of each severity, positive: before normalization 1 is the range from black to the brightest, after it
 *     the standard deviation of the value's channel over the training images; empty for the published ones
 * @param clip whether values are clipped to the range of images
 * @param stage whether x is a value of the image or its normalized value
 */
public record GaussianNoise(
        @Default("[]") List<Double> std, @Default("true") boolean clip, @Default("before-normalization") Stage stage)
        implements Corruption {
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.08, 0.12, 0.18, 0.26, 0.38),
            List.of(0.04, 0.06, 0.08, 0.09, 0.10),
            List.of(0.04, 0.08, 0.12, 0.15, 0.18));

    /** Checks the settings. */
    public GaussianNoise {
        std = Severities.checked(std, "std", level -> level > 0 && Double.isFinite(level), "positive");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(std);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("std", PUBLISHED.level(std, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        double a = PUBLISHED.level(std, severity, constants);
        double[] deviations = new double[image.shape().channels()];
        for (int channel = 0; channel < deviations.length; channel++) {
            deviations[channel] = switch (stage) {
                case BEFORE_NORMALIZATION -> a;
                case AFTER_NORMALIZATION -> a * normalization.std()[channel];
            };
        }
        Image noisy = Noise.gaussian(image, deviations, random);
        return clip ? noisy.clipped() : noisy;
    }
}
