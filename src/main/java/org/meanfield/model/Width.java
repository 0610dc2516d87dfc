package org.meanfield.model;

import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;

/** The multiplier of all layers' widths, {@code model.width}. */
final class Width {
    /** No layer of a network that fits into memory is wider. */
    private static final int MOST = 1_000_000;

    private Width() {}

    /** Returns the width of a layer of {@code units}, rounded to a whole number, halves up. */
    static int of(int units, double width) {
        return (int) Math.round(units * width);
    }

    /**
     * Checks that layers of these widths keep something.
     *
     * @throws org.meanfield.config.InvalidInputException if a layer comes to nothing, or to too much
     */
    static void check(double width, List<Integer> layers) {
        if (width == 1) {
            return;
        }
        for (int units : layers) {
            long scaled = Math.round(units * width);
            Check.that(
                    scaled >= 1 && scaled <= MOST,
                    "width",
                    width,
                    String.format(
                            Locale.ROOT, "such that a layer of %d has 1 … %d units, not %d", units, MOST, scaled));
        }
    }
}
