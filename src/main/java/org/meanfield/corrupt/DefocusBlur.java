package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Kernel;

/**
 * A blur by a lens that is out of focus: the mean over a disc, see {@link Kernel#disc}.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record DefocusBlur(@Default("[]") List<DefocusBlur.Level> levels) implements Corruption {
    private static final double MOST = 50;
    /** Cached: a job has few levels, and creating a disc takes as long as applying it. */
    private static final Map<Level, Kernel> KERNELS = new ConcurrentHashMap<>();

    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(3.0, 0.1),
                    new Level(4.0, 0.5),
                    new Level(6.0, 0.5),
                    new Level(8.0, 0.5),
                    new Level(10.0, 0.5)),
            List.of(
                    new Level(0.3, 0.4),
                    new Level(0.4, 0.5),
                    new Level(0.5, 0.6),
                    new Level(1.0, 0.2),
                    new Level(1.5, 0.1)),
            List.of(
                    new Level(0.5, 0.6),
                    new Level(1.0, 0.1),
                    new Level(1.5, 0.1),
                    new Level(2.5, 0.01),
                    new Level(3.0, 0.1)));

    /**
     * The size of the change at one severity.
     *
     * @param radius of the disc in pixels, in (0, 50]
     * @param aliasBlur how soft its edge is: the standard deviation of a Gaussian in pixels, in (0, 50]
     */
    public record Level(double radius, double aliasBlur) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(radius > 0 && radius <= MOST, "radius", radius, "in (0, 50]");
            Check.that(aliasBlur > 0 && aliasBlur <= MOST, "alias-blur", aliasBlur, "in (0, 50]");
        }

        @Override
        public String toString() {
            return Severities.shown("radius", radius) + " " + Severities.shown("alias-blur", aliasBlur);
        }
    }

    /** Checks the settings. */
    public DefocusBlur {
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
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Level level = PUBLISHED.level(levels, severity, constants);
        return KERNELS.computeIfAbsent(level, key -> Kernel.disc(key.radius, key.aliasBlur))
                .apply(image);
    }
}
