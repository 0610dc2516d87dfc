package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Colour;
import org.meanfield.image.Hsv;
import org.meanfield.image.Image;

/**
 * More or less colour: the saturation S of HSV becomes S · f + c. MNIST-C's script does the same to hue, saturation and value of
 * a grey image at once and takes the luma of the result, so that a grey image becomes brighter or darker; so does this.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record Saturate(@Default("[]") List<Saturate.Level> levels) implements Corruption {
    private static final double MOST = 100;
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(0.3, 0.0),
                    new Level(0.1, 0.0),
                    new Level(2.0, 0.0),
                    new Level(5.0, 0.1),
                    new Level(20.0, 0.2)),
            List.of(
                    new Level(0.3, 0.0),
                    new Level(0.1, 0.0),
                    new Level(1.5, 0.0),
                    new Level(2.0, 0.1),
                    new Level(2.5, 0.2)),
            List.of(
                    new Level(0.3, 0.0),
                    new Level(0.1, 0.0),
                    new Level(2.0, 0.0),
                    new Level(5.0, 0.1),
                    new Level(30.0, 0.2)));

    /**
     * The size of the change at one severity.
     *
     * @param factor f, in [0, 100]
     * @param offset c, in [0, 1]
     */
    public record Level(double factor, double offset) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(factor >= 0 && factor <= MOST, "factor", factor, "in [0, 100]");
            Check.that(offset >= 0 && offset <= 1, "offset", offset, "in [0, 1]");
        }

        @Override
        public String toString() {
            return Severities.shown("factor", factor) + " " + Severities.shown("offset", offset);
        }
    }

    /** Checks the settings. */
    public Saturate {
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
        if (image.shape().channels() == Colour.CHANNELS) {
            return Hsv.saturated(image, level.factor, level.offset);
        }
        Image value = Colour.scaled(image, level.factor, level.offset);
        return Colour.scaled(value, Hsv.luma(level.offset, level.offset), 0);
    }
}
