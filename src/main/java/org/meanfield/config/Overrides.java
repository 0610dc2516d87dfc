package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.regex.Pattern;

/** Changes single values of a job file: {@code train.optimizer.learning-rate=0.01}, {@code blocks[0].filters=8}. */
final class Overrides {
    private static final Pattern PATH = Pattern.compile("[\\w-]+(\\.[\\w-]+|\\[\\d+])*");
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private Overrides() {}

    /**
     * Puts the value of one override at its path below {@code top}. Where the path leads through a key that is left out,
     * the key's default is written out first.
     *
     * @throws InvalidInputException if it has no such form or its path leads nowhere
     */
    static void apply(String override, Place top) {
        int equals = override.indexOf('=');
        String path = override.substring(0, Math.max(equals, 0)).strip();
        if (!PATH.matcher(path).matches()) {
            throw new InvalidInputException("%s is no override: it must be key.path=value, for instance train.batch=64"
                    .formatted(Place.shown(override)));
        }
        JsonNode value = YamlTree.parse(override.substring(equals + 1), "The value of " + path);
        List<String> steps = List.of(path.replace("[", ".").replace("]", "").split("\\."));
        Place place = top;
        for (String step : steps.subList(0, steps.size() - 1)) {
            place = enter(place, step);
        }
        put(place, steps.get(steps.size() - 1), value);
    }

    private static Place enter(Place place, String step) {
        if (place.holdsList()) {
            return place.element(index(place, step));
        }
        checkRecord(place, step);
        RecordComponent component = place.find(place.recordClass(), step);
        Place next = place.component(component);
        if (next.node().isMissingNode()) {
            ((ObjectNode) place.node()).putObject(step);
            return place.component(component);
        }
        return next;
    }

    private static void put(Place place, String step, JsonNode value) {
        if (place.holdsList()) {
            ((ArrayNode) place.node()).set(index(place, step), value);
            return;
        }
        checkRecord(place, step);
        if (!place.node().isObject()) {
            throw place.wrong("a mapping");
        }
        ((ObjectNode) place.node()).set(step, value);
    }

    private static int index(Place list, String step) {
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

    private static void checkRecord(Place place, String step) {
        if (!place.holdsRecord()) {
            throw new InvalidInputException(
                    "%s is not a key; %s is a single value".formatted(place.below(step), place.path()));
        }
    }
}
