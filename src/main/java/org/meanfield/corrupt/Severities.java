package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import org.meanfield.config.Check;

/** Checks of the severities that a job sets, and how tables show them. */
final class Severities {
    private Severities() {}

    /** Returns a copy of the list under {@code key}, each of whose elements must be {@code allowed}. */
    static <L extends Number> List<L> checked(List<L> levels, String key, DoublePredicate ok, String allowed) {
        for (int i = 0; i < levels.size(); i++) {
            L level = levels.get(i);
            Check.that(ok.test(level.doubleValue()), "%s[%d]".formatted(key, i), level, allowed);
        }
        return List.copyOf(levels);
    }

    /** Returns {@code size} or −{@code size}, equally likely. */
    static double eitherSide(double size, SplittableRandom random) {
        return random.nextBoolean() ? size : -size;
    }

    /** Returns {@code key=value} with a whole number as such. */
    static String shown(String key, double value) {
        return key + "=" + (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }
}
