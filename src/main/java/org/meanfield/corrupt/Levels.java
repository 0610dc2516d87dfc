package org.meanfield.corrupt;

import java.util.List;
import java.util.function.DoublePredicate;
import org.meanfield.config.Check;

/** Checks of the severities that a job sets, and how tables show them. */
final class Levels {
    private Levels() {}

    /** Returns a copy of the list under {@code key}, each of whose elements must be {@code allowed}. */
    static List<Double> checked(List<Double> levels, String key, DoublePredicate ok, String allowed) {
        for (int i = 0; i < levels.size(); i++) {
            Check.that(ok.test(levels.get(i)), "%s[%d]".formatted(key, i), levels.get(i), allowed);
        }
        return List.copyOf(levels);
    }

    /** Returns a copy of the list under {@code key}, each of whose elements must be positive and finite. */
    static List<Double> positive(List<Double> levels, String key) {
        return checked(levels, key, level -> level > 0 && Double.isFinite(level), "positive");
    }

    /** Returns {@code key=value} with a whole number as such. */
    static String shown(String key, double value) {
        return key + "=" + (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }
}
