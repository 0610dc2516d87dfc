package org.meanfield.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a sweep's cell, taken apart: {@code train.batch=64, initializer={type: normal, std: 0.1}}.
 *
 * @param label the whole name
 * @param values what it sets, by key path, in its order
 */
record CellName(String label, Map<String, String> values) {
    private static final Pattern NAME = Pattern.compile("(?!true$|false$)[a-z].*");
    private static final Pattern RECORD = Pattern.compile("\\{type: ([^,}]+)(?:, (.*))?}");

    /** Takes apart the name of a cell; that of the base job sets nothing. */
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

    /** Returns the key paths that do not have the same value in all {@code cells}, in the order of their names. */
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
     * Returns the name without what all cells have in common: values alone where {@code varying} is a single key, and the
     * whole of it where nothing would be left.
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

    /** A name, such as that of an initializer, says what it is for; a number does not. */
    private static String part(String path, String value) {
        return NAME.matcher(value).matches() ? value : lastStep(path) + " " + value;
    }

    /** Returns the last key of a path. */
    static String lastStep(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** A record is called by its type, with its other settings in brackets, and a list of records by all of theirs. */
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

    /** Cuts at the commas that stand in no brackets. */
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
