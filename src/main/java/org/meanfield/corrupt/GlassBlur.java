package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * The view through frosted glass: a Gaussian blur, pixels exchanged with near ones from the lower right to the upper left, and
 * the blur again. As in the published scripts, a pixel of a coloured image takes the values of the other one but does not give
 * its own (NumPy's assignment of two views), and MNIST-C leaves out half of the pixels, at random.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record GlassBlur(@Default("[]") List<GlassBlur.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(0.7, 1, 2),
                    new Level(0.9, 2, 1),
                    new Level(1, 2, 3),
                    new Level(1.1, 3, 2),
                    new Level(1.5, 4, 2)),
            List.of(
                    new Level(0.05, 1, 1),
                    new Level(0.25, 1, 1),
                    new Level(0.4, 1, 1),
                    new Level(0.25, 1, 2),
                    new Level(0.4, 1, 2)),
            List.of(
                    new Level(0.1, 1, 1),
                    new Level(0.5, 1, 1),
                    new Level(0.6, 1, 2),
                    new Level(0.7, 2, 1),
                    new Level(0.9, 2, 2)));

    /**
     * The size of the change at one severity.
     *
     * @param sigma the standard deviation of the blur in pixels, in (0, 100]
     * @param distance how far away the other pixel can be in each direction, in pixels, in [1, 50]
     * @param passes how often all pixels are exchanged, in [1, 10]
     */
    public record Level(double sigma, int distance, int passes) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(sigma > 0 && sigma <= 100, "sigma", sigma, "in (0, 100]");
            Check.that(distance >= 1 && distance <= 50, "distance", distance, "in [1, 50]");
            Check.that(passes >= 1 && passes <= 10, "passes", passes, "in [1, 10]");
        }
    }

    /** Checks the settings. */
    public GlassBlur {
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
        Image blurred = Blur.gaussian(image, level.sigma, Border.REPLICATE);
        int height = image.shape().height();
        int width = image.shape().width();
        for (int pass = 0; pass < level.passes; pass++) {
            for (int y = height - level.distance; y > level.distance; y--) {
                for (int x = width - level.distance; x > level.distance; x--) {
                    if (constants != Constants.MNIST_C || random.nextBoolean()) {
                        int otherX = x + random.nextInt(-level.distance, level.distance);
                        int otherY = y + random.nextInt(-level.distance, level.distance);
                        exchange(blurred, y * width + x, otherY * width + otherX);
                    }
                }
            }
        }
        return Blur.gaussian(blurred, level.sigma, Border.REPLICATE);
    }

    private static void exchange(Image image, int pixel, int other) {
        float[] pixels = image.pixels();
        boolean isGrey = image.shape().channels() == 1;
        for (int start = 0; start < pixels.length; start += image.plane()) {
            float own = pixels[start + pixel];
            pixels[start + pixel] = pixels[start + other];
            if (isGrey) {
                pixels[start + other] = own;
            }
        }
    }
}
