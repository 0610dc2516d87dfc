package org.meanfield.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** Writes records as JSON that {@link RecordReader} reads back as an equal record. */
public final class RecordWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            // The shortest digits that read back as the same number; Double.toString's differ between Java versions.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // Some characters beyond ASCII, such as the byte order mark, may not be in YAML as they are.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private RecordWriter() {}

    /**
     * Returns a record as canonical JSON: no spaces, every key in the order of the record's components; for a member of
     * a sealed family {@code type} comes first.
     */
    public static String toJson(Record record) {
        try {
            // The one ASCII character that YAML refuses and JSON does not escape.
            return JSON.writeValueAsString(toTree(record)).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write %s as JSON".formatted(record), e);
        }
    }

    /** Returns the tree that {@link #toJson} writes. */
    public static JsonNode toTree(Record record) {
        return node(record.getClass(), record);
    }

    private static JsonNode node(Type type, Object value) {
        if (value instanceof List<?> list) {
            Type of = ((ParameterizedType) type).getActualTypeArguments()[0];
            ArrayNode elements = NODES.arrayNode();
            list.forEach(element -> elements.add(node(of, element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Type of = ((ParameterizedType) type).getActualTypeArguments()[1];
            ObjectNode entries = NODES.objectNode();
            map.forEach((key, entry) -> entries.set((String) key, node(of, entry)));
            return entries;
        }
        if (value instanceof Draft<?> draft) {
            return draft.tree().deepCopy();
        }
        if (value instanceof Record record) {
            return mapping((Class<?>) type, record);
        }
        if (value instanceof Enum<?> constant) {
            return NODES.textNode(Names.of(constant));
        }
        return JSON.valueToTree(value);
    }

    private static ObjectNode mapping(Class<?> declared, Record record) {
        ObjectNode mapping = NODES.objectNode();
        if (ConfigNode.isFamily(declared)) {
            mapping.put(ConfigNode.TYPE, Names.of(declared, record.getClass()));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = RecordSerializer.value(record, component);
            if (!isOmitted(component, value)) {
                mapping.set(Names.kebab(component.getName()), node(component.getGenericType(), value));
            }
        }
        return mapping;
    }

    private static boolean isOmitted(RecordComponent component, Object value) {
        Default otherwise = component.getAnnotation(Default.class);
        return otherwise != null && otherwise.omitted() && value.equals(RecordReader.defaultOf(component));
    }
}
