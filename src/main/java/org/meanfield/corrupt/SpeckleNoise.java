package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Noise;

/**
 * Multiplicative Gaussian noise, x + x · a · N(0, 1), drawn independently for each value.
 *
 * @param std a of each severity, positive; empty for the published ones
 */
public record SpeckleNoise(@Default("[]") List<Double> std) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.15, 0.2, 0.35, 0.45, 0.6),
            List.of(0.06, 0.1, 0.12, 0.16, 0.2),
            List.of(0.15, 0.2, 0.25, 0.3, 0.35));

    /** Checks the settings. */
    public SpeckleNoise {
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
        return Noise.speckle(image, PUBLISHED.level(std, severity, constants), random);
    }
}
