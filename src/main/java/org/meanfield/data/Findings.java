package org.meanfield.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Default;

/**
 * What was noticed while images were read and is no reason to stop.
 *
 * @param leftOut how many could not be read and are in no split, where the job chose that
 * @param firstLeftOut why the first of them could not
 * @param mended how many were damaged and are used as other programs read them too
 * @param firstMended what was the matter with the first of them
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

    /** Returns a warning for each kind that there is. */
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
