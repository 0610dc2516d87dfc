package org.meanfield.corrupt;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Names;

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

    /** Returns the numbers of all severities. */
    static List<Integer> all(Corruption corruption) {
        return IntStream.rangeClosed(1, corruption.severities()).boxed().toList();
    }

    /** Returns {@code size} or −{@code size}, equally likely. */
    static double eitherSide(double size, SplittableRandom random) {
        return random.nextBoolean() ? size : -size;
    }

    /** Returns {@code key=value} of each component, between spaces; whole numbers as such. */
    static String shown(Record level) {
        StringBuilder text = new StringBuilder();
        for (RecordComponent component : level.getClass().getRecordComponents()) {
            String key = Names.kebab(component.getName());
            text.append(text.isEmpty() ? "" : " ").append(shown(key, value(level, component)));
        }
        return text.toString();
    }

    private static Object value(Record level, RecordComponent component) {
        try {
            return component.getAccessor().invoke(level);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " of " + level + " has no public accessor", e);
        }
    }

    private static String shown(String key, Object value) {
        if (value instanceof Number number) {
            return shown(key, number.doubleValue());
        }
        return key + "=" + (value instanceof Enum<?> constant ? Names.of(constant) : value);
    }

    /** Returns {@code key=value} with a whole number as such. */
    static String shown(String key, double value) {
        return key + "=" + (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }
}
