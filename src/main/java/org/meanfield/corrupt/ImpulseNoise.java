package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Noise;

/**
 * Salt and pepper: each value becomes 0 or 1, equally likely, with a small probability, as by scikit-image's
 * {@code random_noise}.
 *
 * @param amount that probability for each severity, in (0, 1]; empty for the published ones
 */
public record ImpulseNoise(@Default("[]") List<Double> amount) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.03, 0.06, 0.09, 0.17, 0.27),
            List.of(0.01, 0.02, 0.03, 0.05, 0.07),
            List.of(0.01, 0.02, 0.05, 0.08, 0.14));

    /** Checks the settings. */
    public ImpulseNoise {
        amount = Severities.checked(amount, "amount", level -> level > 0 && level <= 1, "in (0, 1]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(amount);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("amount", PUBLISHED.level(amount, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Noise.impulse(image, PUBLISHED.level(amount, severity, constants), random);
    }
}
