package org.meanfield.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.config.Default;

/**
 * Warnings about images, collected while reading them.
 *
 * @param leftOut the number of unreadable pictures, which are in no split ({@code on-error: skip})
 * @param firstLeftOut the error of the first of them
 * @param damaged the number of damaged pictures that are used nevertheless, decoded as by other programs
 * @param firstDamaged the damage of the first of them
 */
public record Findings(
        @Default("0") int leftOut,
        @Default("''") String firstLeftOut,
        @Default("0") int damaged,
        @Default("''") String firstDamaged)
        implements Serializable {
    static final Findings NONE = new Findings(0, "", 0, "");

    /** The keys of manifests that were written before they had the names of today. */
    private static final Map<String, String> EARLIER = Map.of("mended", "damaged", "first-mended", "first-damaged");

    /** Gives the keys of findings, as a manifest has them, their names of today. */
    static void renameEarlier(ObjectNode findings) {
        EARLIER.forEach((earlier, now) -> {
            if (findings.has(earlier)) {
                findings.set(now, findings.remove(earlier));
            }
        });
    }

    Findings plus(Findings later) {
        return new Findings(
                leftOut + later.leftOut,
                leftOut > 0 ? firstLeftOut : later.firstLeftOut,
                damaged + later.damaged,
                damaged > 0 ? firstDamaged : later.firstDamaged);
    }

    /** Returns a warning for each kind of finding. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (leftOut > 0) {
            warnings.add(String.format(
                    Locale.ROOT, "Pictures left out (on-error: skip): %,d; the first: %s", leftOut, firstLeftOut));
        }
        if (damaged > 0) {
            warnings.add(String.format(
                    Locale.ROOT, "Damaged pictures that are used: %,d; the first: %s", damaged, firstDamaged));
        }
        return warnings;
    }
}
