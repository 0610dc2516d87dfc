package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * A negative, 1 − x, of the left and of the right of the image: a stripe is left in its middle.
 *
 * @param share of the width that the negative has on the left, and as much on the right, of each severity, in [0, 0.5]; empty for the published one
 */
public record Stripe(@Default("[]") List<Double> share) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(0.25));

    /** Checks the settings. */
    public Stripe {
        share = Severities.checked(share, "share", level -> level >= 0 && level <= 0.5, "in [0, 0.5]");
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
        int width = image.shape().width();
        int margin = (int) (PUBLISHED.level(share, severity, constants) * width);
        Image striped = image.copy();
        for (int i = 0; i < striped.pixels().length; i++) {
            int x = i % width;
            if (x < margin || x >= width - margin) {
                striped.pixels()[i] = 1 - striped.pixels()[i];
            }
        }
        return striped;
    }
}
