package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Elastic;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * A stretched image: first an affine map that moves three points about the centre by draws from U(−m, m) in each direction, then
 * each pixel by a · g, g being U(−1, 1) blurred by a Gaussian. Lengths are shares of the shorter side. Beyond its edge an image
 * is mirrored, with the constants of MNIST-C black.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record ElasticTransform(@Default("[]") List<ElasticTransform.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(2, 0.7, 0.1),
                    new Level(2, 0.08, 0.2),
                    new Level(0.05, 0.01, 0.02),
                    new Level(0.07, 0.01, 0.02),
                    new Level(0.12, 0.01, 0.02)),
            List.of(
                    new Level(0, 0, 0.08),
                    new Level(0.05, 0.2, 0.07),
                    new Level(0.08, 0.06, 0.06),
                    new Level(0.1, 0.04, 0.05),
                    new Level(0.1, 0.03, 0.03)),
            List.of(
                    new Level(0, 0, 0.08),
                    new Level(0.05, 0.3, 0.06),
                    new Level(0.1, 0.08, 0.06),
                    new Level(0.1, 0.03, 0.03),
                    new Level(0.16, 0.03, 0.02)));

    /**
     * The size of the change at one severity.
     *
     * @param strength a, in [0, 10]
     * @param sigma the standard deviation of the Gaussian, in [0, 1]
     * @param move m, in [0, 1]
     */
    public record Level(double strength, double sigma, double move) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(strength >= 0 && strength <= 10, "strength", strength, "in [0, 10]");
            Check.that(sigma >= 0 && sigma <= 1, "sigma", sigma, "in [0, 1]");
            Check.that(move >= 0 && move <= 1, "move", move, "in [0, 1]");
        }
    }

    /** Checks the settings. */
    public ElasticTransform {
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
        int side = Math.min(image.shape().height(), image.shape().width());
        Elastic elastic = new Elastic(side * level.strength, side * level.sigma, side * level.move);
        return elastic.apply(image, constants == Constants.MNIST_C, random);
    }
}
