package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * A rotation about the image's centre, in a random direction; pixels from outside are black.
 *
 * @param radians the angle of each severity, in [0, π]; empty for the published ones, which MNIST-C has
 */
public record Rotate(@Default("[]") List<Double> radians) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(0.2, 0.4, 0.6, 0.8, 1.0));

    /** Checks the settings. */
    public Rotate {
        radians = Severities.checked(radians, "radians", level -> level >= 0 && level <= Math.PI, "in [0, π]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(radians);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("radians", PUBLISHED.level(radians, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        double degrees = StrictMath.toDegrees(PUBLISHED.level(radians, severity, constants));
        return Affine.rotation(Severities.eitherSide(degrees, random)).apply(image, Border.ZERO);
    }
}
