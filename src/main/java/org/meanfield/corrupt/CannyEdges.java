package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Canny;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * The edges of the image, white on black; of a coloured image those of its luma. See {@link Canny}.
 *
 * @param sigma the standard deviation of the blur in pixels, of each severity, in (0, 10]; empty for the published one
 */
public record CannyEdges(@Default("[]") List<Double> sigma) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(1.0));

    /** Checks the settings. */
    public CannyEdges {
        sigma = Severities.checked(sigma, "sigma", level -> level > 0 && level <= 10, "in (0, 10]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(sigma);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("sigma", PUBLISHED.level(sigma, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Canny.edges(image, PUBLISHED.level(sigma, severity, constants));
    }
}
