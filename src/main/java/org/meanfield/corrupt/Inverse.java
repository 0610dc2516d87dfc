package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * A negative: x becomes x + a · (1 − 2 x), which is 1 − x for a = 1.
 *
 * @param amount a of each severity, in [0, 1]; empty for the published one
 */
public record Inverse(@Default("[]") List<Double> amount) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(1.0));

    /** Checks the settings. */
    public Inverse {
        amount = Severities.checked(amount, "amount", level -> level >= 0 && level <= 1, "in [0, 1]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(amount);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("amount", PUBLISHED.level(amount, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        float amount = PUBLISHED.level(this.amount, severity, constants).floatValue();
        Image inverse = new Image(image.shape());
        for (int i = 0; i < inverse.pixels().length; i++) {
            float value = image.pixels()[i];
            inverse.pixels()[i] = value + amount * (1 - 2 * value);
        }
        return inverse;
    }
}
