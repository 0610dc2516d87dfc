package org.meanfield.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses scalar components of records. */
final class Scalars {
    private static final int MAX_DIGITS = 1000;

    /** Digits may have underscores between them, as in {@code 60_000}. */
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d[\\d_]*");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private static final Map<String, Boolean> BOOLEANS =
            Map.of("true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

    private Scalars() {}

    static Object read(ConfigNode node) {
        Class<?> type = (Class<?>) node.type();
        if (type == String.class) {
            return node.text("text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(node);
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return whole(node, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return number(node);
        }
        if (type.isEnum()) {
            return constant(node, type);
        }
        throw new IllegalArgumentException("%s is a %s, which job files do not support".formatted(node.path(), type));
    }

    private static boolean truth(ConfigNode node) {
        String text = node.text("true or false").toLowerCase(Locale.ROOT);
        if (!BOOLEANS.containsKey(text)) {
            throw node.wrong("true or false");
        }
        return BOOLEANS.get(text);
    }

    private static long whole(ConfigNode node, long min, long max) {
        String text = digits(node, "a whole number");
        if (!WHOLE.matcher(text).matches()) {
            throw node.wrong("a whole number");
        }
        BigInteger value = new BigInteger(text.replace("_", ""));
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw node.wrong(String.format(Locale.ROOT, "a whole number from %d to %d", min, max));
        }
        return value.longValue();
    }

    /** The time that a number takes grows with the square of its length. */
    private static String digits(ConfigNode node, String allowed) {
        String text = node.text(allowed);
        if (text.length() > MAX_DIGITS) {
            throw node.wrong(String.format(Locale.ROOT, "%s of at most %d characters", allowed, MAX_DIGITS));
        }
        return text;
    }

    /** Infinities and NaN parse; the record decides whether they are allowed. */
    private static double number(ConfigNode node) {
        String text = digits(node, "a number");
        if (NUMBER.matcher(text).matches()) {
            return Double.parseDouble(text.replace("_", ""));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ".nan", "nan" -> Double.NaN;
            case ".inf", "+.inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw node.wrong("a number");
        };
    }

    private static Enum<?> constant(ConfigNode node, Class<?> type) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Names.of((Enum<?>) constant), (Enum<?>) constant);
        }
        return node.choice(constants);
    }
}
