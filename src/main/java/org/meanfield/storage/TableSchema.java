package org.meanfield.storage;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.meanfield.config.Names;

/** Parquet schemas of tables, in the form that Spark writes and reads. */
final class TableSchema {
    /** The first column of every table. */
    static final String VERSION = "schema_version";

    /** The group of each element of a list. */
    static final String LIST = "list";
    /** The element in it. */
    static final String ELEMENT = "element";

    private TableSchema() {}

    /** Returns the schema of the table whose columns are the components of {@code type}. */
    static MessageType of(Class<? extends Record> type) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        message.required(PrimitiveTypeName.INT32).named(VERSION);
        for (RecordComponent component : type.getRecordComponents()) {
            message.addField(column(component.getGenericType(), Names.column(component.getName())));
        }
        return message.named("spark_schema");
    }

    private static org.apache.parquet.schema.Type column(Type type, String name) {
        if (type == int.class) {
            return Types.required(PrimitiveTypeName.INT32).named(name);
        } else if (type == boolean.class) {
            return Types.required(PrimitiveTypeName.BOOLEAN).named(name);
        } else if (type == long.class || type == Long.class) {
            return Types.required(PrimitiveTypeName.INT64).named(name);
        } else if (type == double.class || type == Double.class) {
            return Types.required(PrimitiveTypeName.DOUBLE).named(name);
        } else if (type == String.class) {
            return Types.required(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(name);
        } else if (type == Instant.class) {
            return Types.required(PrimitiveTypeName.INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                    .named(name);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return Types.requiredList()
                    .element(column(list.getActualTypeArguments()[0], ELEMENT))
                    .named(name);
        }
        return struct(((Class<?>) type).asSubclass(Record.class), name);
    }

    private static GroupType struct(Class<? extends Record> type, String name) {
        Types.GroupBuilder<GroupType> group = Types.requiredGroup();
        for (RecordComponent component : type.getRecordComponents()) {
            group.addField(column(component.getGenericType(), Names.column(component.getName())));
        }
        return group.named(name);
    }
}
