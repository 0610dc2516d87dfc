package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Kernel;

/**
 * A blur by a movement in a direction that is drawn from U(−45°, 45°): each pixel leaves a trail that fades like half a
 * Gaussian, see {@link Kernel#trail}.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record MotionBlur(@Default("[]") List<MotionBlur.Level> levels) implements Corruption {
    private static final double MOST = 50;
    private static final double WIDEST = 1000;
    private static final double FARTHEST_DEGREES = 45;
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(10.0, 3.0),
                    new Level(15.0, 5.0),
                    new Level(15.0, 8.0),
                    new Level(15.0, 12.0),
                    new Level(20.0, 15.0)),
            List.of(
                    new Level(6.0, 1.0),
                    new Level(6.0, 1.5),
                    new Level(6.0, 2.0),
                    new Level(8.0, 2.0),
                    new Level(9.0, 2.5)),
            List.of(
                    new Level(10.0, 1.0),
                    new Level(10.0, 1.5),
                    new Level(10.0, 2.0),
                    new Level(10.0, 2.5),
                    new Level(12.0, 3.0)));

    /**
     * The size of the change at one severity.
     *
     * @param radius the trail has 2 · radius + 1 pixels; in (0, 50]
     * @param sigma the standard deviation of the Gaussian in pixels, in (0, 1000]
     */
    public record Level(double radius, double sigma) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(radius > 0 && radius <= MOST, "radius", radius, "in (0, 50]");
            Check.that(sigma > 0 && sigma <= WIDEST, "sigma", sigma, "in (0, 1000]");
        }

        @Override
        public String toString() {
            return Severities.shown("radius", radius) + " " + Severities.shown("sigma", sigma);
        }
    }

    /** Checks the settings. */
    public MotionBlur {
        levels = List.copyOf(levels);
    }

    @Override
    public int severities() {
        return PUBLISHED.count(levels);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return PUBLISHED.level(levels, severity, constants).toString();
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Level level = PUBLISHED.level(levels, severity, constants);
        double degrees = 2 * FARTHEST_DEGREES * random.nextDouble() - FARTHEST_DEGREES;
        return Kernel.trail(level.radius, level.sigma, degrees).apply(image);
    }
}
