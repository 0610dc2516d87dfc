package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;

/**
 * An image of lower contrast: (x − m) · c + m with m the mean of x's channel over the image.
 *
 * @param factor c of each severity, in [0, 100]; empty for the published ones
 */
public record Contrast(@Default("[]") List<Double> factor) implements Corruption {
    private static final double MOST = 100;
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.4, 0.3, 0.2, 0.1, 0.05), List.of(0.75, 0.5, 0.4, 0.3, 0.15), List.of(0.4, 0.3, 0.2, 0.1, 0.05));

    /** Checks the settings. */
    public Contrast {
        factor = Severities.checked(factor, "factor", level -> level >= 0 && level <= MOST, "in [0, 100]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(factor);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("factor", PUBLISHED.level(factor, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Colour.contrastByChannel(image, PUBLISHED.level(factor, severity, constants));
    }
}
