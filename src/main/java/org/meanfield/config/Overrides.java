package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.regex.Pattern;

/** Changes single values of a job file: {@code train.optimizer.learning-rate=0.01}, {@code blocks[0].filters=8}. */
final class Overrides {
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private Overrides() {}

    /**
     * Puts the value of a change at its path below {@code top}. Where the path leads through a key that is left out, the
     * key's default is written out first.
     *
     * @throws InvalidInputException if its path leads nowhere
     */
    static void apply(Change change, ConfigNode top) {
        List<String> steps = change.steps();
        ConfigNode place = top;
        for (int i = 0; i < steps.size() - 1; i++) {
            if (place.holdsMap()) {
                // Its keys are paths themselves.
                put(place, String.join(".", steps.subList(i, steps.size())), change.value());
                return;
            }
            place = enter(place, steps.get(i));
        }
        put(place, steps.get(steps.size() - 1), change.value());
    }

    private static ConfigNode enter(ConfigNode place, String step) {
        if (place.holdsList()) {
            return place.element(index(place, step));
        }
        checkRecord(place, step);
        RecordComponent component = place.find(place.recordClass(), step);
        ConfigNode next = place.component(component);
        if (next.node().isMissingNode()) {
            ((ObjectNode) place.node()).putObject(step);
            next = place.component(component);
        }
        return next.drafted();
    }

    private static void put(ConfigNode place, String step, JsonNode value) {
        if (place.holdsList()) {
            ((ArrayNode) place.node()).set(index(place, step), value.deepCopy());
            return;
        }
        if (!place.holdsMap()) {
            checkRecord(place, step);
        }
        if (!place.node().isObject()) {
            throw place.wrong("a mapping");
        }
        ((ObjectNode) place.node()).set(step, value.deepCopy());
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

    private static void checkRecord(ConfigNode place, String step) {
        if (!place.holdsRecord()) {
            throw new InvalidInputException(
                    "%s is not a key; %s is a single value".formatted(place.below(step), place.path()));
        }
    }
}
