package org.meanfield.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of a data set's classes on pages.
 *
 * @param known in the order of their labels; empty if unknown
 */
public record ClassNames(List<String> known) {
    /** Of classes without known names, which are shown by their numbers. */
    public static final ClassNames NONE = new ClassNames(List.of());

    /** Takes a copy. */
    public ClassNames {
        known = List.copyOf(known);
    }

    /** Returns the name of a class; its number if it has none. */
    String of(int label) {
        return label < known.size() ? known.get(label) : Integer.toString(label);
    }

    /** Returns the names of all classes, of which there are at least {@code classes}. */
    List<String> atLeast(int classes) {
        return IntStream.range(0, Math.max(classes, known.size()))
                .mapToObj(this::of)
                .toList();
    }
}
