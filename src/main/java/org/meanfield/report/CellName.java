package org.meanfield.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parsed label of a sweep's cell: {@code train.batch=64, initializer={type: normal, std: 0.1}}.
 *
 * @param label the whole label
 * @param values the values set, by key path, in order
 */
record CellName(String label, Map<String, String> values) {
    private static final Pattern NAME = Pattern.compile("(?!true$|false$)[a-z].*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    private static final Pattern RECORD = Pattern.compile("\\{type: ([^,}]+)(?:, (.*))?}");

    /** Parses the label of a cell; the base job's sets nothing. */
    static CellName of(String label) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : parts(label)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String path = part.substring(0, equals);
                String value = part.substring(equals + 1);
                values.put(path, value.equals("[]") ? "no " + lastStep(path) : shown(value));
            }
        }
        return new CellName(label, values);
    }

    /** Returns the name of a cell's model of one seed, for what is said of that model alone. */
    static String model(String cell, long seed) {
        return "the model of seed " + seed + " of " + cell;
    }

    /** Returns the key paths whose value varies between {@code cells}, in the order of their labels. */
    static List<String> varying(List<CellName> cells) {
        return cells.stream()
                .flatMap(cell -> cell.values.keySet().stream())
                .distinct()
                .filter(key -> cells.stream()
                                .map(cell -> cell.values.getOrDefault(key, ""))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    /**
     * Returns the label restricted to the {@code varying} keys: values alone if there is a single key, and the whole
     * label if nothing would remain.
     */
    String shortName(List<String> varying) {
        if (varying.size() == 1) {
            return values.getOrDefault(varying.get(0), label);
        }
        String name = values.entrySet().stream()
                .filter(entry -> varying.contains(entry.getKey()))
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return name.isEmpty() ? label : name;
    }

    /** A name, such as an initializer's, needs no key in front; a number does. */
    private static String part(String path, String value) {
        return NAME.matcher(value).matches() ? value : lastStep(path) + " " + value;
    }

    /** Numbers by size, before names in alphabetical order. */
    static int compareValues(String a, String b) {
        double first = number(a);
        double second = number(b);
        int bySize = Double.compare(first, second);
        return bySize != 0 ? bySize : a.compareTo(b);
    }

    /** Returns whether a value is a number. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Returns a value as a number; the largest for a name. */
    static double number(String text) {
        return isNumber(text) ? Double.parseDouble(text) : Double.MAX_VALUE;
    }

    /** Returns the last key of a path. */
    static String lastStep(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /**
     * A record is shown by its type, with its other settings in parentheses, a list of records joined by plus signs.
     */
    private static String shown(String value) {
        if (value.startsWith("[{") && value.endsWith("}]")) {
            return parts(value.substring(1, value.length() - 1)).stream()
                    .map(CellName::shown)
                    .collect(Collectors.joining(" + "));
        }
        Matcher record = RECORD.matcher(value);
        if (!record.matches()) {
            return value;
        }
        return record.group(2) == null ? record.group(1) : "%s (%s)".formatted(record.group(1), record.group(2));
    }

    /** Splits at commas outside of brackets. */
    private static List<String> parts(String label) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(label.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(label.substring(start).strip());
        return parts;
    }
}
