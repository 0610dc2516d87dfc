package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Splash;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * Drops on the lens where blurred Gaussian noise is above a threshold: water, which brightens, or mud, which covers. See
 * {@link Splash}. With the constants of MNIST-C it is always mud.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record Spatter(@Default("[]") List<Spatter.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = new Published<>(
            List.of(
                    new Level(0.65, 0.3, 4, 0.69, 0.6, Liquid.MUD),
                    new Level(0.65, 0.3, 3, 0.68, 0.6, Liquid.MUD),
                    new Level(0.65, 0.3, 2, 0.68, 0.5, Liquid.MUD),
                    new Level(0.65, 0.3, 1, 0.65, 1.5, Liquid.MUD),
                    new Level(0.67, 0.4, 1, 0.65, 1.5, Liquid.MUD)),
            List.of(
                    new Level(0.62, 0.1, 0.7, 0.7, 0.5, Liquid.WATER),
                    new Level(0.65, 0.1, 0.8, 0.7, 0.5, Liquid.WATER),
                    new Level(0.65, 0.3, 1, 0.69, 0.5, Liquid.WATER),
                    new Level(0.65, 0.1, 0.7, 0.69, 0.6, Liquid.MUD),
                    new Level(0.65, 0.1, 0.5, 0.68, 0.6, Liquid.MUD)),
            List.of(
                    new Level(0.62, 0.1, 0.7, 0.7, 0.6, Liquid.WATER),
                    new Level(0.65, 0.1, 0.8, 0.7, 0.6, Liquid.WATER),
                    new Level(0.65, 0.3, 1, 0.69, 0.6, Liquid.WATER),
                    new Level(0.65, 0.1, 0.7, 0.68, 0.6, Liquid.MUD),
                    new Level(0.65, 0.1, 0.5, 0.67, 0.6, Liquid.MUD)),
            List.of(
                    new Level(0.65, 0.3, 4, 0.69, 0.6, Liquid.WATER),
                    new Level(0.65, 0.3, 3, 0.68, 0.6, Liquid.WATER),
                    new Level(0.65, 0.3, 2, 0.68, 0.5, Liquid.WATER),
                    new Level(0.65, 0.3, 1, 0.65, 1.5, Liquid.MUD),
                    new Level(0.67, 0.4, 1, 0.65, 1.5, Liquid.MUD)));

    /** What is on the lens. */
    public enum Liquid {
        /** Pale turquoise, brightest at the edges of the drops. */
        WATER,
        /** Brown, and it hides the image. */
        MUD
    }

    /**
     * The size of the change at one severity.
     *
     * @param mean of the noise, in [0, 1]
     * @param std of the noise, in (0, 1]
     * @param sigma the standard deviation of its blur in pixels: the size of the drops; in (0, 100]
     * @param threshold above which there is a drop, in [0, 1]
     * @param strength the largest brightness of water, in [0, 1], and how soft mud is: the standard deviation of a Gaussian in
     *     pixels, in (0, 10]
     * @param liquid what is on the lens
     */
    public record Level(double mean, double std, double sigma, double threshold, double strength, Liquid liquid)
            implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(mean >= 0 && mean <= 1, "mean", mean, "in [0, 1]");
            Check.that(std > 0 && std <= 1, "std", std, "in (0, 1]");
            Check.that(sigma > 0 && sigma <= 100, "sigma", sigma, "in (0, 100]");
            Check.that(threshold >= 0 && threshold <= 1, "threshold", threshold, "in [0, 1]");
            double most = liquid == Liquid.WATER ? 1 : 10;
            Check.that(
                    strength > 0 && strength <= most,
                    "strength",
                    strength,
                    liquid == Liquid.WATER ? "in (0, 1] for water" : "in (0, 10] for mud");
        }
    }

    /** Checks the settings. */
    public Spatter {
        levels = List.copyOf(levels);
    }

    @Override
    public int severities() {
        return PUBLISHED.count(levels);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown(PUBLISHED.level(levels, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Level level = PUBLISHED.level(levels, severity, constants);
        Splash splash = Splash.drawn(image.shape(), level.mean, level.std, level.sigma, level.threshold, random);
        return level.liquid == Liquid.WATER ? splash.water(image, level.strength) : splash.mud(image, level.strength);
    }
}
