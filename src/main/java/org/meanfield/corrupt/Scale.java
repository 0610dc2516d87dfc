package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * A scaling about the image's centre; pixels from outside are black.
 *
 * @param factor the scale of each severity, in [0.01, 100]; empty for the published ones, which MNIST-C has
 */
public record Scale(@Default("[]") List<Double> factor) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(0.9, 0.8, 0.7, 0.6, 0.5));

    /** Checks the settings. */
    public Scale {
        factor = Severities.checked(factor, "factor", level -> level >= 0.01 && level <= 100, "in [0.01, 100]");
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
        return Affine.scaling(PUBLISHED.level(factor, severity, constants)).apply(image, Border.ZERO);
    }
}
