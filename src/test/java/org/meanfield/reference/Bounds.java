package org.meanfield.reference;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interval that the text of a check allows, as far as it is one.
 *
 * @param min the lower end; empty for none
 * @param minExcluded whether it is not allowed itself
 * @param max the upper end; empty for none
 * @param maxExcluded whether it is not allowed itself
 */
record Bounds(Optional<BigDecimal> min, boolean minExcluded, Optional<BigDecimal> max, boolean maxExcluded) {
    static final Bounds NONE = new Bounds(Optional.empty(), false, Optional.empty(), false);

    private static final Pattern POSITIVE = Pattern.compile("(one )?positive( .*)?");
    private static final Pattern LEAST = Pattern.compile("(\\d+) or more|at least (\\d+)");
    private static final Pattern LESS = Pattern.compile("less than (\\d+)");
    private static final Pattern INTERVAL = Pattern.compile(".*\\bin ([\\[(])([^,]+), ([^\\])]+)([\\])]).*");
    private static final Pattern SPAN = Pattern.compile("in (\\d+) … (\\d+)(, .*)?");
    private static final Pattern AT_LEAST_ONE = Pattern.compile("a list of at least one.*|one .* or more");

    /** Returns what all of {@code allowed} leave. */
    static Bounds of(List<String> allowed) {
        return allowed.stream().map(Bounds::of).reduce(NONE, Bounds::and);
    }

    /** Returns whether a list must have an element. */
    static boolean needsElement(List<String> allowed) {
        return allowed.stream().anyMatch(text -> AT_LEAST_ONE.matcher(text).matches());
    }

    private static Bounds of(String allowed) {
        if (POSITIVE.matcher(allowed).matches()) {
            return new Bounds(Optional.of(BigDecimal.ZERO), true, Optional.empty(), false);
        }
        Matcher least = LEAST.matcher(allowed);
        if (least.matches()) {
            return new Bounds(
                    number(Optional.ofNullable(least.group(1)).orElse(least.group(2))), false, Optional.empty(), false);
        }
        Matcher less = LESS.matcher(allowed);
        if (less.matches()) {
            return new Bounds(Optional.empty(), false, number(less.group(1)), true);
        }
        Matcher interval = INTERVAL.matcher(allowed);
        if (interval.matches()) {
            return new Bounds(
                    number(interval.group(2)),
                    interval.group(1).equals("("),
                    number(interval.group(3)),
                    interval.group(4).equals(")"));
        }
        Matcher span = SPAN.matcher(allowed);
        return span.matches() ? new Bounds(number(span.group(1)), false, number(span.group(2)), false) : NONE;
    }

    private Bounds and(Bounds other) {
        return new Bounds(
                min.or(() -> other.min),
                min.isPresent() ? minExcluded : other.minExcluded,
                max.or(() -> other.max),
                max.isPresent() ? maxExcluded : other.maxExcluded);
    }

    /** An end can be the name of another key. */
    private static Optional<BigDecimal> number(String text) {
        return text.matches("-?\\d+(\\.\\d+)?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
