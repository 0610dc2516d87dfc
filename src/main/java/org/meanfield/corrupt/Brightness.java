package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Colour;
import org.meanfield.image.Hsv;
import org.meanfield.image.Image;

/**
 * A brighter image: c is added to the value V of HSV, which for a grey image is x itself.
 *
 * @param offset c of each severity, in [−1, 1]; empty for the published ones
 */
public record Brightness(@Default("[]") List<Double> offset) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(0.1, 0.2, 0.3, 0.4, 0.5), List.of(0.05, 0.1, 0.15, 0.2, 0.3), List.of(0.1, 0.2, 0.3, 0.4, 0.5));

    /** Checks the settings. */
    public Brightness {
        offset = Severities.checked(offset, "offset", level -> level >= -1 && level <= 1, "in [-1, 1]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(offset);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("offset", PUBLISHED.level(offset, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        boolean coloured = image.shape().channels() == Colour.CHANNELS;
        double added = PUBLISHED.level(offset, severity, constants);
        return coloured ? Hsv.brighter(image, added) : Colour.scaled(image, 1, added);
    }
}
