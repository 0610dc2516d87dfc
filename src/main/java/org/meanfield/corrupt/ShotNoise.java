package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Noise;

/**
 * Shot noise, as of a sensor that counts photons: k / n with k drawn from the Poisson distribution of mean n · x,
 * independently for each value.
 *
 * @param photons n of each severity, the mean count of the brightest value, in (0, 1000]; empty for the published ones
 */
public record ShotNoise(@Default("[]") List<Double> photons) implements Corruption {
    private static final double MOST = 1000;
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(60.0, 25.0, 12.0, 5.0, 3.0),
            List.of(500.0, 250.0, 100.0, 75.0, 50.0),
            List.of(250.0, 100.0, 50.0, 30.0, 15.0));

    /** Checks the settings. */
    public ShotNoise {
        photons = Severities.checked(photons, "photons", level -> level > 0 && level <= MOST, "in (0, 1000]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(photons);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("photons", PUBLISHED.level(photons, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Noise.shot(image, PUBLISHED.level(photons, severity, constants), random);
    }
}
