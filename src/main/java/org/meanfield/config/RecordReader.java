package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * key {@code type} then says which), a list of these or a mapping from text to these; {@code JsonNode} takes any value
 * as it is, {@link Draft} a record before its defaults are filled in. A key that is left out has the component's {@link
 * Default}, and so has one that is {@code null}, {@code ~} or nothing.
 *
 * <p>This is our own rather than Jackson's binding, which does not know a component's default nor say in one line which
 * key of the file is wrong, what is allowed and what may have been meant.
 */
public final class RecordReader {
    private RecordReader() {}

    /**
     * Returns the record that {@code yaml} describes.
     *
     * @param fileName the file's name in messages
     * @param overrides changes applied to the file before it is read, in order: {@code key.path=value}, the value in
     *     YAML; a list's elements are {@code blocks[0]} or {@code blocks.0}
     * @throws InvalidInputException if it is not YAML, or a key or value is not allowed
     */
    public static <T extends Record> T read(String yaml, String fileName, Class<T> type, List<String> overrides) {
        JsonNode tree = YamlTree.parse(yaml, fileName);
        if (!tree.isObject()) {
            new ConfigNode(fileName, type, tree).recordClass();
        }
        return read(tree, type, overrides.stream().map(Change::parse).toList());
    }

    /**
     * Returns whether {@code yaml} is a mapping with that key.
     *
     * @param fileName the file's name in messages
     * @throws InvalidInputException if it is not YAML
     */
    public static boolean hasKey(String yaml, String fileName, String key) {
        return YamlTree.parse(yaml, fileName).has(key);
    }

    /** Returns the record that {@code tree} describes after {@code changes}; the tree is modified. */
    static <T extends Record> T read(JsonNode tree, Class<T> type, List<Change> changes) {
        ConfigNode root = new ConfigNode("", type, tree);
        changes.forEach(change -> Overrides.apply(change, root));
        return type.cast(value(root));
    }

    /** Returns the value of a component that a file leaves out; it has a {@link Default}. */
    static Object defaultOf(RecordComponent component) {
        ConfigNode none = new ConfigNode("", component.getDeclaringRecord(), JsonNodeFactory.instance.objectNode());
        return value(none.component(component));
    }

    private static Object value(ConfigNode node) {
        if (node.type() == JsonNode.class) {
            return any(node);
        }
        if (node.holdsList()) {
            return list(node);
        }
        if (node.holdsMap()) {
            return map(node);
        }
        if (node.holdsDraft()) {
            return draft(node.drafted());
        }
        return node.holdsRecord() ? record(node) : Scalars.read(node);
    }

    private static JsonNode any(ConfigNode node) {
        if (node.node().isNull()) {
            throw node.wrong("a value");
        }
        return node.node().deepCopy();
    }

    private static Map<String, Object> map(ConfigNode node) {
        if (!node.node().isObject()) {
            throw node.wrong("a mapping");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.node().fieldNames().forEachRemaining(key -> values.put(key, value(node.entry(key))));
        return Collections.unmodifiableMap(values);
    }

    /** Read once without changes, so that errors name the keys of this file. */
    private static Draft<?> draft(ConfigNode node) {
        JsonNode asGiven = withoutNulls(node.node().deepCopy());
        return new Draft<>(record(node).getClass(), asGiven);
    }

    private static JsonNode withoutNulls(JsonNode tree) {
        if (tree instanceof ObjectNode mapping) {
            mapping.properties().removeIf(entry -> entry.getValue().isNull());
        }
        tree.forEach(RecordReader::withoutNulls);
        return tree;
    }

    private static List<Object> list(ConfigNode node) {
        if (!node.node().isArray()) {
            throw node.wrong("a list");
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.node().size(); i++) {
            elements.add(value(node.element(i)));
        }
        return List.copyOf(elements);
    }

    private static Record record(ConfigNode node) {
        Class<? extends Record> type = node.recordClass();
        // Before the components: a misspelt key is also a missing one.
        node.checkKeys(type);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            ConfigNode component = node.component(components[i]);
            if (component.node().isMissingNode() || component.node().isNull()) {
                throw new InvalidInputException(component.path() + " is missing but required");
            }
            values[i] = value(component);
        }
        return construct(type, components, values, node);
    }

    private static Record construct(
            Class<? extends Record> type, RecordComponent[] components, Object[] values, ConfigNode node) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInputException invalid) {
                throw new InvalidInputException(node.below(invalid.getMessage()), invalid);
            }
            throw new IllegalStateException("Cannot make a %s for %s".formatted(type, node.path()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a %s for %s".formatted(type, node.path()), e);
        }
    }
}
