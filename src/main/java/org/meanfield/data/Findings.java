package org.meanfield.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Default;

/**
 * Warnings about images, collected while reading them.
 *
 * @param leftOut the number of unreadable pictures, which are in no split ({@code on-error: skip})
 * @param firstLeftOut the error of the first of them
 * @param mended the number of damaged pictures that are used nevertheless, decoded as by other programs
 * @param firstMended the damage of the first of them
 */
public record Findings(
        @Default("0") int leftOut,
        @Default("''") String firstLeftOut,
        @Default("0") int mended,
        @Default("''") String firstMended)
        implements Serializable {
    static final Findings NONE = new Findings(0, "", 0, "");

    Findings plus(Findings later) {
        return new Findings(
                leftOut + later.leftOut,
                leftOut > 0 ? firstLeftOut : later.firstLeftOut,
                mended + later.mended,
                mended > 0 ? firstMended : later.firstMended);
    }

    /** Returns a warning for each kind of finding. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (leftOut > 0) {
            warnings.add(String.format(
                    Locale.ROOT, "Pictures left out (on-error: skip): %,d; the first: %s", leftOut, firstLeftOut));
        }
        if (mended > 0) {
            warnings.add(String.format(
                    Locale.ROOT, "Damaged pictures that are used: %,d; the first: %s", mended, firstMended));
        }
        return warnings;
    }
}
