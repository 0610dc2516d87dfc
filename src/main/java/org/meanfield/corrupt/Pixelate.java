package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Levels;

/**
 * A coarser image: reduced and enlarged to its size again, both by Pillow's box filter, see {@link Levels#pixelated}.
 *
 * @param share of each side that the smaller image has, for each severity, in (0, 1]; empty for the published ones
 */
public record Pixelate(@Default("[]") List<Double> share) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.6, 0.5, 0.4, 0.3, 0.25), List.of(0.95, 0.9, 0.85, 0.75, 0.65), List.of(0.9, 0.8, 0.7, 0.6, 0.5));

    /** Checks the settings. */
    public Pixelate {
        share = Severities.checked(share, "share", level -> level > 0 && level <= 1, "in (0, 1]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(share);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("share", PUBLISHED.level(share, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Levels.pixelated(image, PUBLISHED.level(share, severity, constants));
    }
}
