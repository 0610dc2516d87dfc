package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.Levels;

/**
 * An image of fewer levels: each value is rounded to the nearest of 2^b levels, evenly spaced from 0 to 1.
 *
 * @param bits b of each severity, in [1, 8]; empty for the published ones, which MNIST-C has
 */
public record Quantize(@Default("[]") List<Integer> bits) implements Corruption {
    private static final Published<Integer> PUBLISHED = Published.same(List.of(5, 4, 3, 2, 1));

    /** Checks the settings. */
    public Quantize {
        bits = Severities.checked(bits, "bits", level -> level >= 1 && level <= 8, "in [1, 8]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(bits);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("bits", PUBLISHED.level(bits, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Levels.quantized(image, PUBLISHED.level(bits, severity, constants));
    }
}
