package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * A shear in a random direction: a pixel above another stays at its distance from it, in another direction,
 * as by scikit-image's {@code AffineTransform(shear=…)} at the time of MNIST-C. At (x, y) from the
 * centre it shows the input at (x − y · sin a, y · cos a); pixels from outside are black.
 *
 * @param radians a of each severity, in [0, π/2); empty for the published ones, which MNIST-C has
 */
public record Shear(@Default("[]") List<Double> radians) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(0.2, 0.4, 0.6, 0.8, 1.0));

    /** Checks the settings. */
    public Shear {
        radians = Severities.checked(radians, "radians", level -> level >= 0 && level < Math.PI / 2, "in [0, π/2)");
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
        double angle = Severities.eitherSide(PUBLISHED.level(radians, severity, constants), random);
        return new Affine(1, -StrictMath.sin(angle), 0, 0, StrictMath.cos(angle), 0).apply(image, Border.ZERO);
    }
}
