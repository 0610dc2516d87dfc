package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Zoom;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * A blur by a camera that approaches: the mean of the image and of its zooms by 1, 1 + step, … up to the farthest one.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record ZoomBlur(@Default("[]") List<ZoomBlur.Level> levels) implements Corruption {
    private static final double MOST = 4;
    private static final List<Level> SMALL = List.of(
            new Level(1.06, 0.01),
            new Level(1.11, 0.01),
            new Level(1.15, 0.01),
            new Level(1.2, 0.01),
            new Level(1.25, 0.01));
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(1.11, 0.01),
                    new Level(1.15, 0.01),
                    new Level(1.2, 0.02),
                    new Level(1.24, 0.02),
                    new Level(1.3, 0.03)),
            SMALL,
            SMALL);

    /**
     * The size of the change at one severity.
     *
     * @param farthest the largest zoom, in [1, 4]
     * @param step from one zoom to the next, in [0.001, 1]
     */
    public record Level(double farthest, double step) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(farthest >= 1 && farthest <= MOST, "farthest", farthest, "in [1, 4]");
            Check.that(step >= 0.001 && step <= 1, "step", step, "in [0.001, 1]");
        }
    }

    /** Checks the settings. */
    public ZoomBlur {
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
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Level level = PUBLISHED.level(levels, severity, constants);
        int zooms = 1 + (int) ((level.farthest - 1) / level.step + 0.5);
        double step = 1 + level.step - 1; // rounded as in NumPy's arange: 26 pixels by 1.25 become 33 and not 32
        Image sum = image.copy();
        for (int i = 0; i < zooms; i++) {
            float[] zoomed = Zoom.by(image, 1 + i * step).pixels();
            for (int k = 0; k < zoomed.length; k++) {
                sum.pixels()[k] += zoomed[k];
            }
        }
        for (int k = 0; k < sum.pixels().length; k++) {
            sum.pixels()[k] /= zooms + 1;
        }
        return sum.clipped();
    }
}
