package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Zoom;
import org.meanfield.data.Normalization;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Kernel;

/**
 * Falling snow: the image whitened, k · x + (1 − k) · max(x, 1.5 · luma + ½), with flakes added, once as drawn and once turned
 * by 180°. Flakes are the values of zoomed Gaussian noise above a threshold, blurred along a direction from
 * U(−135°, −45°); see {@link Kernel#trail}.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record Snow(@Default("[]") List<Snow.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(0.1, 0.3, 3, 0.5, 10, 4, 0.8),
                    new Level(0.2, 0.3, 2, 0.5, 12, 4, 0.7),
                    new Level(0.55, 0.3, 4, 0.9, 12, 8, 0.7),
                    new Level(0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
                    new Level(0.55, 0.3, 2.5, 0.85, 12, 12, 0.55)),
            List.of(
                    new Level(0.1, 0.2, 1, 0.6, 8, 3, 0.95),
                    new Level(0.1, 0.2, 1, 0.5, 10, 4, 0.9),
                    new Level(0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
                    new Level(0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
                    new Level(0.3, 0.3, 1.25, 0.65, 14, 12, 0.8)),
            List.of(
                    new Level(0.1, 0.2, 1, 0.6, 8, 3, 0.8),
                    new Level(0.1, 0.2, 1, 0.5, 10, 4, 0.8),
                    new Level(0.15, 0.3, 1.75, 0.55, 10, 4, 0.7),
                    new Level(0.25, 0.3, 2.25, 0.6, 12, 6, 0.65),
                    new Level(0.3, 0.3, 1.25, 0.65, 14, 12, 0.6)));

    /**
     * The size of the change at one severity.
     *
     * @param mean of the noise, in [0, 1]
     * @param std of the noise, in (0, 1]
     * @param zoom of the noise: the size of the flakes in pixels, in [1, 20]
     * @param threshold below which there is no flake, in [0, 1]
     * @param radius a trail has 2 · radius + 1 pixels; in [1, 50]
     * @param sigma how a trail fades: the standard deviation of a Gaussian in pixels, in (0, 1000]
     * @param kept k, in [0, 1]
     */
    public record Level(
            double mean, double std, double zoom, double threshold, double radius, double sigma, double kept)
            implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(mean >= 0 && mean <= 1, "mean", mean, "in [0, 1]");
            Check.that(std > 0 && std <= 1, "std", std, "in (0, 1]");
            Check.that(zoom >= 1 && zoom <= 20, "zoom", zoom, "in [1, 20]");
            Check.that(threshold >= 0 && threshold <= 1, "threshold", threshold, "in [0, 1]");
            Check.that(radius >= 1 && radius <= 50, "radius", radius, "in [1, 50]");
            Check.that(sigma > 0 && sigma <= 1000, "sigma", sigma, "in (0, 1000]");
            Check.that(kept >= 0 && kept <= 1, "kept", kept, "in [0, 1]");
        }
    }

    /** Checks the settings. */
    public Snow {
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
        float[] flakes = flakes(image.shape(), level, random).pixels();
        float[] luma = Colour.grey(image).pixels();
        Image snowy = new Image(image.shape());
        for (int i = 0; i < snowy.pixels().length; i++) {
            int place = i % flakes.length;
            float value = image.pixels()[i];
            double whitened = level.kept * value + (1 - level.kept) * Math.max(value, 1.5 * luma[i] + 0.5);
            double fallen = flakes[place] + flakes[flakes.length - 1 - place];
            snowy.pixels()[i] = Image.clip((float) (whitened + fallen));
        }
        return snowy;
    }

    private static Image flakes(ImageShape shape, Level level, SplittableRandom random) {
        Image noise = new Image(new ImageShape(1, shape.height(), shape.width()));
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) (level.mean + level.std * random.nextGaussian());
        }
        Image flakes = Zoom.by(noise, level.zoom).clipped();
        for (int i = 0; i < flakes.pixels().length; i++) {
            flakes.pixels()[i] = flakes.pixels()[i] < level.threshold ? 0 : flakes.pixels()[i];
        }
        double degrees = -135 + 90 * random.nextDouble();
        return Kernel.trail(level.radius, level.sigma, degrees).apply(flakes);
    }
}
