package org.meanfield.evaluate.study;

import java.util.List;
import java.util.function.Predicate;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;

/** Checks of the studies' settings that are lists. */
final class Settings {
    private Settings() {}

    /**
     * Checks that a list has elements and that each is allowed.
     *
     * @throws InvalidInputException if not
     */
    static <T> void each(String key, List<T> list, Predicate<T> ok, String allowed) {
        Check.that(!list.isEmpty(), key, "empty", "a list of at least one");
        for (int i = 0; i < list.size(); i++) {
            Check.that(ok.test(list.get(i)), key + "[" + i + "]", list.get(i), allowed);
        }
    }

    /**
     * Checks that a list has elements, that each is allowed, and that each is greater than the one before.
     *
     * @throws InvalidInputException if not
     */
    static <T extends Comparable<T>> void ascending(String key, List<T> list, Predicate<T> ok, String allowed) {
        each(key, list, ok, allowed);
        for (int i = 1; i < list.size(); i++) {
            Check.that(list.get(i).compareTo(list.get(i - 1)) > 0, key, list, "ascending");
        }
    }
}
