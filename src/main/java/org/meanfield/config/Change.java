package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A change of one value of a job file.
 *
 * @param path the keys that lead to it: {@code train.optimizer.learning-rate}, {@code blocks[0].filters}
 * @param value the new value
 */
public record Change(String path, JsonNode value) {
    private static final Pattern PATH = Pattern.compile("[\\w-]+(\\.[\\w-]+|\\[\\d+])*");

    /**
     * Parses {@code key.path=value}, the value in YAML.
     *
     * @throws InvalidInputException if it has no such form
     */
    public static Change parse(String override) {
        int equals = override.indexOf('=');
        String path = override.substring(0, Math.max(equals, 0)).strip();
        if (!isPath(path)) {
            throw new InvalidInputException("%s is not an override: it must be key.path=value, such as train.batch=64"
                    .formatted(ConfigNode.shown(override)));
        }
        return new Change(path, YamlTree.parse(override.substring(equals + 1), "The value of " + path));
    }

    /** Returns whether {@code text} has the form of a path. */
    public static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }

    /** Returns the keys and indices of the path: {@code blocks}, {@code 0}, {@code filters}. */
    public List<String> steps() {
        return List.of(path.replace("[", ".").replace("]", "").split("\\."));
    }

    /** Returns the override in flow style: {@code initializer={type: normal, std: 0.1}}. */
    @Override
    public String toString() {
        return path + "=" + flowStyle(value);
    }

    private static String flowStyle(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map((Map.Entry<String, JsonNode> entry) -> entry.getKey() + ": " + flowStyle(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(Change::flowStyle)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return Line.printable(node.asText());
    }
}
