package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * A shift by as much sideways as up or down, each in a random direction; pixels from outside are black.
 *
 * @param pixels the distance of each severity, in [0, 1000]; empty for the published ones, which
 *     MNIST-C has, for larger images the same share of the side
 */
public record Translate(@Default("[]") List<Double> pixels) implements Corruption {
    private static final double MOST = 1000;
    private static final Published<Double> PUBLISHED = new Published<>(
            List.of(1.0, 2.0, 3.0, 4.0, 5.0),
            List.of(1.0, 2.0, 3.0, 4.0, 5.0),
            List.of(2.0, 5.0, 7.0, 9.0, 11.0),
            List.of(8.0, 16.0, 24.0, 32.0, 40.0));

    /** Checks the settings. */
    public Translate {
        pixels = Severities.checked(pixels, "pixels", level -> level >= 0 && level <= MOST, "in [0, 1000]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(pixels);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("pixels", PUBLISHED.level(pixels, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        double shift = PUBLISHED.level(pixels, severity, constants);
        double x = Severities.eitherSide(shift, random);
        double y = Severities.eitherSide(shift, random);
        return Affine.translation(x, y).apply(image, Border.ZERO);
    }
}
