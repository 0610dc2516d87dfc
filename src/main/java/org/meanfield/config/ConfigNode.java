package org.meanfield.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a job file with the type that it is read as.
 *
 * @param path its key path as messages show it; empty at the root
 * @param type the declared type
 * @param node the YAML value; missing where the file has none
 */
record ConfigNode(String path, Type type, JsonNode node) {
    /** The key that names a member of a sealed family. */
    static final String TYPE = "type";

    private static final int SHOWN_CHARACTERS = 60;

    boolean holdsList() {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    boolean holdsMap() {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
    }

    boolean holdsDraft() {
        return type instanceof ParameterizedType generic && generic.getRawType() == Draft.class;
    }

    /** Returns this node read as the record that its {@link Draft} drafts; any other node as it is. */
    ConfigNode drafted() {
        return holdsDraft() ? new ConfigNode(path, ((ParameterizedType) type).getActualTypeArguments()[0], node) : this;
    }

    boolean holdsRecord() {
        return type instanceof Class<?> c && (c.isRecord() || isFamily(c));
    }

    /** Returns whether {@code type} is a sealed interface, whose members are records. */
    static boolean isFamily(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** Returns the class of the record to construct: the type itself or the member that the key {@code type} names. */
    Class<? extends Record> recordClass() {
        Class<?> declared = (Class<?>) type;
        if (declared.isRecord()) {
            Class<? extends Record> record = declared.asSubclass(Record.class);
            checkMapping("a mapping with the keys " + String.join(", ", keys(record)));
            return record;
        }
        Map<String, Class<? extends Record>> members = Names.members(declared);
        checkMapping("a mapping with a type of " + String.join(", ", members.keySet()));
        ConfigNode name = new ConfigNode(below(TYPE), String.class, node.path(TYPE));
        if (name.node.isMissingNode() || name.node.isNull()) {
            throw new InvalidInputException(
                    "%s is missing: it must be one of %s".formatted(name.path, String.join(", ", members.keySet())));
        }
        return name.choice(members);
    }

    /** Returns the node of a record's component; one that is missing or null is filled in with its default. */
    ConfigNode component(RecordComponent component) {
        String key = Names.kebab(component.getName());
        Default otherwise = component.getAnnotation(Default.class);
        if (!node.hasNonNull(key) && otherwise != null) {
            ((ObjectNode) node).set(key, YamlTree.parse(otherwise.value(), "The default of " + below(key)));
        }
        return new ConfigNode(below(key), component.getGenericType(), node.path(key));
    }

    /** Returns an element of this list. */
    ConfigNode element(int index) {
        Type of = ((ParameterizedType) type).getActualTypeArguments()[0];
        return new ConfigNode(String.format(Locale.ROOT, "%s[%d]", path, index), of, node.path(index));
    }

    /** Returns a value of this mapping. */
    ConfigNode entry(String key) {
        return new ConfigNode(
                below(shown(key)), ((ParameterizedType) type).getActualTypeArguments()[1], node.path(key));
    }

    /** Returns the component with that key, or throws if {@code record} has none. */
    RecordComponent find(Class<? extends Record> record, String key) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> Names.kebab(component.getName()).equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(record, key));
    }

    /** Checks that {@code record} has every key of this mapping. */
    void checkKeys(Class<? extends Record> record) {
        boolean named = isFamily((Class<?>) type);
        node.fieldNames().forEachRemaining(key -> {
            if (!(named && key.equals(TYPE))) {
                find(record, key);
            }
        });
    }

    private InvalidInputException unknown(Class<? extends Record> record, String key) {
        List<String> known = keys(record);
        String help = Names.nearest(key, known)
                .map("did you mean %s?"::formatted)
                .orElse(known.isEmpty() ? "no key is allowed here" : "the keys here are " + String.join(", ", known));
        return new InvalidInputException("%s is not a key; %s".formatted(below(shown(key)), help));
    }

    private List<String> keys(Class<? extends Record> record) {
        List<String> keys = new ArrayList<>();
        if (isFamily((Class<?>) type)) {
            keys.add(TYPE);
        }
        for (RecordComponent component : record.getRecordComponents()) {
            keys.add(Names.kebab(component.getName()));
        }
        return keys;
    }

    /** Returns the choice that this node names. */
    <T> T choice(Map<String, T> choices) {
        String allowed = "one of " + String.join(", ", choices.keySet());
        String name = text(allowed);
        if (choices.containsKey(name)) {
            return choices.get(name);
        }
        Optional<String> nearest = Names.nearest(name, choices.keySet());
        throw wrong(allowed + nearest.map("; did you mean %s?"::formatted).orElse(""));
    }

    /** Returns the text of this node; {@code allowed} is for the message if it is none. */
    String text(String allowed) {
        if (!node.isTextual()) {
            throw wrong(allowed);
        }
        return node.textValue();
    }

    private void checkMapping(String allowed) {
        if (!node.isObject()) {
            throw wrong(allowed);
        }
    }

    /** Returns the error that this node must be {@code allowed}. */
    InvalidInputException wrong(String allowed) {
        return new InvalidInputException("%s is %s but must be %s".formatted(path, described(), allowed));
    }

    private String described() {
        if (node.isObject()) {
            return "a mapping";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isTextual() && !node.textValue().isEmpty() ? shown(node.textValue()) : "empty";
    }

    /** Returns the path of a key of this mapping. */
    String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns {@code text} for a message: one line of at most 60 characters. */
    static String shown(String text) {
        String line = Line.printable(text);
        return line.length() <= SHOWN_CHARACTERS ? line : Line.start(line, SHOWN_CHARACTERS) + "…";
    }
}
