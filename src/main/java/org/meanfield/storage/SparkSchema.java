package org.meanfield.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.Names;
import org.meanfield.tables.Column;

/**
 * JSON of Spark's {@code StructType} for a table, with each column's documentation as its comment. Spark reads it from
 * a Parquet file's metadata.
 */
final class SparkSchema {
    /** The key in a Parquet file's metadata. */
    static final String KEY = "org.apache.spark.sql.parquet.row.metadata";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<Type, String> PRIMITIVES = Map.of(
            int.class, "integer",
            boolean.class, "boolean",
            long.class, "long",
            Long.class, "long",
            double.class, "double",
            Double.class, "double",
            String.class, "string",
            Instant.class, "timestamp");

    private SparkSchema() {}

    /** Returns the schema of the table whose columns are the components of {@code type}. */
    static String of(Class<? extends Record> type) {
        ObjectNode struct = struct(type);
        struct.withArray("fields")
                .insert(0, field(TableSchema.VERSION, int.class, Optional.of("Version of this table.")));
        return struct.toString();
    }

    private static ObjectNode struct(Class<?> type) {
        ObjectNode struct = JSON.objectNode().put("type", "struct");
        for (RecordComponent component : type.getRecordComponents()) {
            struct.withArray("fields")
                    .add(field(
                            Names.column(component.getName()),
                            component.getGenericType(),
                            Optional.ofNullable(component.getAnnotation(Column.class))
                                    .map(Column::value)));
        }
        return struct;
    }

    private static ObjectNode field(String name, Type type, Optional<String> comment) {
        ObjectNode field = JSON.objectNode().put("name", name);
        field.set("type", dataType(type));
        field.put("nullable", false);
        ObjectNode metadata = field.putObject("metadata");
        comment.ifPresent(text -> metadata.put("comment", text));
        return field;
    }

    private static JsonNode dataType(Type type) {
        if (PRIMITIVES.containsKey(type)) {
            return JSON.textNode(PRIMITIVES.get(type));
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            ObjectNode array = JSON.objectNode().put("type", "array");
            array.set("elementType", dataType(list.getActualTypeArguments()[0]));
            return array.put("containsNull", false);
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return struct(record);
        }
        throw new IllegalArgumentException("A column cannot be of " + type);
    }
}
