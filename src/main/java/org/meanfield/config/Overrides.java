package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.regex.Pattern;

/** Applies overrides to a job file: {@code train.optimizer.learning-rate=0.01}, {@code blocks[0].filters=8}. */
final class Overrides {
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private Overrides() {}

    /**
     * Sets the value of a change at its path below {@code root}. Where the path leads through a missing key, the key's
     * default is filled in first.
     *
     * @throws InvalidInputException if the path does not exist
     */
    static void apply(Change change, ConfigNode root) {
        List<String> steps = change.steps();
        ConfigNode node = root;
        for (int i = 0; i < steps.size() - 1; i++) {
            if (node.holdsMap()) {
                // Its keys are paths themselves.
                put(node, String.join(".", steps.subList(i, steps.size())), change.value());
                return;
            }
            node = enter(node, steps.get(i));
        }
        put(node, steps.get(steps.size() - 1), change.value());
    }

    private static ConfigNode enter(ConfigNode node, String step) {
        if (node.holdsList()) {
            return node.element(index(node, step));
        }
        checkRecord(node, step);
        RecordComponent component = node.find(node.recordClass(), step);
        ConfigNode next = node.component(component);
        if (next.node().isMissingNode() || next.node().isNull()) {
            ((ObjectNode) node.node()).putObject(step);
            next = node.component(component);
        }
        return next.drafted();
    }

    private static void put(ConfigNode node, String step, JsonNode value) {
        if (node.holdsList()) {
            ((ArrayNode) node.node()).set(index(node, step), value.deepCopy());
            return;
        }
        if (!node.holdsMap()) {
            checkRecord(node, step);
        }
        if (!node.node().isObject()) {
            throw node.wrong("a mapping");
        }
        ((ObjectNode) node.node()).set(step, value.deepCopy());
    }

    private static int index(ConfigNode list, String step) {
        if (!list.node().isArray()) {
            throw list.wrong("a list");
        }
        int size = list.node().size();
        if (!INDEX.matcher(step).matches() || Integer.parseInt(step) >= size) {
            throw new InvalidInputException(
                    "%s has no element %s; it has %d, counted from 0".formatted(list.path(), step, size));
        }
        return Integer.parseInt(step);
    }

    private static void checkRecord(ConfigNode node, String step) {
        if (!node.holdsRecord()) {
            throw new InvalidInputException(
                    "%s is not a key; %s is a single value".formatted(node.below(step), node.path()));
        }
    }
}
