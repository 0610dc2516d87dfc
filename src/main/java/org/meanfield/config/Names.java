package org.meanfield.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of Java identifiers in job files (kebab-case) and tables (snake case). */
public final class Names {
    private Names() {}

    /** Returns a name in camel case as kebab-case: {@code localSteps} is {@code local-steps}. */
    public static String kebab(String camelCase) {
        return camelCase
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns a name in camel case as a column's name, in snake case: {@code trainLoss} is {@code train_loss}. */
    public static String column(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Returns the name of an enum's constant: {@code FAN_IN} is {@code fan-in}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the name of a member of a sealed family, which is that of its class without the family's at the end:
     * {@code CosineSchedule} in {@code Schedule} is {@code cosine}; digits at the end are a word: {@code Cifar10} is {@code
     * cifar-10}.
     */
    public static String of(Class<?> family, Class<?> member) {
        String name = member.getSimpleName();
        String suffix = family.getSimpleName();
        boolean stripped = name.endsWith(suffix) && name.length() > suffix.length();
        return kebab(stripped ? name.substring(0, name.length() - suffix.length()) : name)
                .replaceFirst("(?<=[a-z])(?=[0-9]+$)", "-");
    }

    /** Returns the members of a sealed family of records by their names, in the order of its {@code permits}. */
    static Map<String, Class<? extends Record>> members(Class<?> family) {
        Map<String, Class<? extends Record>> members = new LinkedHashMap<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            members.put(of(family, member), member.asSubclass(Record.class));
        }
        return members;
    }

    /**
     * Returns the name of {@code known} nearest to {@code name} by edit distance, if any is near enough to be a typo.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        int tolerated = 1 + name.length() / 3;
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= tolerated)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** The edit distance of Levenshtein (1966): insertions, deletions and replacements of one character. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
