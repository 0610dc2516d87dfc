package org.meanfield.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes the single values of a record's components out of text. */
final class Scalars {
    /** Digits may have underscores between them, as in {@code 60_000}. */
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d[\\d_]*");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private static final Map<String, Boolean> BOOLEANS =
            Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

    private Scalars() {}

    static Object read(ConfigNode place) {
        Class<?> type = (Class<?>) place.type();
        if (type == String.class) {
            return place.text("text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(place);
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(place, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return whole(place, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return number(place);
        }
        if (type.isEnum()) {
            return constant(place, type);
        }
        throw new IllegalArgumentException("%s is a %s, which job files cannot give".formatted(place.path(), type));
    }

    private static boolean truth(ConfigNode place) {
        String text = place.text("true or false").toLowerCase(Locale.ROOT);
        if (!BOOLEANS.containsKey(text)) {
            throw place.wrong("true or false");
        }
        return BOOLEANS.get(text);
    }

    private static long whole(ConfigNode place, long min, long max) {
        String text = place.text("a whole number");
        if (!WHOLE.matcher(text).matches()) {
            throw place.wrong("a whole number");
        }
        BigInteger value = new BigInteger(text.replace("_", ""));
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw place.wrong("a whole number from %d to %d".formatted(min, max));
        }
        return value.longValue();
    }

    /** Whether a number may be infinite or not a number is for the record to say. */
    private static double number(ConfigNode place) {
        String text = place.text("a number");
        if (NUMBER.matcher(text).matches()) {
            return Double.parseDouble(text.replace("_", ""));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ".nan", "nan" -> Double.NaN;
            case ".inf", "+.inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw place.wrong("a number");
        };
    }

    private static Enum<?> constant(ConfigNode place, Class<?> type) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Names.of((Enum<?>) constant), (Enum<?>) constant);
        }
        return place.choice(constants);
    }
}
