package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads records from YAML: a component's key is its name in kebab-case, and its type is {@code int}, {@code long},
 * {@code double}, {@code boolean}, {@code String}, an enum, a record, a sealed interface whose members are records (the
 * key {@code type} then says which), a list of these or a mapping from text to these; {@code JsonNode} takes any value as
 * it is, {@link Draft} keeps a record's with it. A key that is left out has the component's {@link Default}.
 *
 * <p>This is our own rather than Jackson's binding, which does not know a component's default nor say in one line which
 * key of the file is wrong, what is allowed and what may have been meant.
 */
public final class RecordReader {
    private RecordReader() {}

    /**
     * Returns the record that {@code yaml} describes.
     *
     * @param fileName what messages call the file
     * @param overrides changes made to the file before it is read, in their order: {@code key.path=value}, the value in
     *     YAML; a list's elements are {@code blocks[0]} or {@code blocks.0}
     * @throws InvalidInputException if it is no YAML, or a key or value is not one that the record has or takes
     */
    public static <T extends Record> T read(String yaml, String fileName, Class<T> type, List<String> overrides) {
        JsonNode tree = YamlTree.parse(yaml, fileName);
        if (!tree.isObject()) {
            new ConfigNode(fileName, type, tree).recordClass();
        }
        return read(tree, type, overrides.stream().map(Change::parse).toList());
    }

    /** Returns the record that {@code tree}, a mapping that is changed and filled in, describes after {@code changes}. */
    static <T extends Record> T read(JsonNode tree, Class<T> type, List<Change> changes) {
        ConfigNode top = new ConfigNode("", type, tree);
        changes.forEach(change -> Overrides.apply(change, top));
        return type.cast(value(top));
    }

    private static Object value(ConfigNode place) {
        if (place.type() == JsonNode.class) {
            return any(place);
        }
        if (place.holdsList()) {
            return list(place);
        }
        if (place.holdsMap()) {
            return map(place);
        }
        if (place.holdsDraft()) {
            return draft(place.drafted());
        }
        return place.holdsRecord() ? record(place) : Scalars.read(place);
    }

    private static JsonNode any(ConfigNode place) {
        if (place.node().isNull()) {
            throw place.wrong("a value");
        }
        return place.node().deepCopy();
    }

    private static Map<String, Object> map(ConfigNode place) {
        if (!place.node().isObject()) {
            throw place.wrong("a mapping");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        place.node().fieldNames().forEachRemaining(key -> values.put(key, value(place.entry(key))));
        return Collections.unmodifiableMap(values);
    }

    /** It is read once as it is, so that what is wrong is said with the keys of this file. */
    private static Draft<?> draft(ConfigNode place) {
        JsonNode asGiven = place.node().deepCopy();
        return new Draft<>(record(place).getClass(), asGiven);
    }

    private static List<Object> list(ConfigNode place) {
        if (!place.node().isArray()) {
            throw place.wrong("a list");
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < place.node().size(); i++) {
            elements.add(value(place.element(i)));
        }
        return List.copyOf(elements);
    }

    private static Record record(ConfigNode place) {
        Class<? extends Record> type = place.recordClass();
        // First, since a misspelt key is a missing one too.
        place.checkKeys(type);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            ConfigNode component = place.component(components[i]);
            if (component.node().isMissingNode()) {
                throw new InvalidInputException(component.path() + " is missing: it must be given");
            }
            values[i] = value(component);
        }
        return construct(type, components, values, place);
    }

    private static Record construct(
            Class<? extends Record> type, RecordComponent[] components, Object[] values, ConfigNode place) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInputException invalid) {
                throw new InvalidInputException(place.below(ConfigNode.oneLine(invalid.getMessage())), invalid);
            }
            throw new IllegalStateException("Cannot make a %s for %s".formatted(type, place.path()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a %s for %s".formatted(type, place.path()), e);
        }
    }
}
