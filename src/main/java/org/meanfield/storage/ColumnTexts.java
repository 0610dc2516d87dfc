package org.meanfield.storage;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meanfield.config.Names;
import org.meanfield.tables.Column;
import org.meanfield.tables.Table;

/**
 * The descriptions of a table's columns in the metadata of its Parquet files: for Spark in its schema, for every other reader each
 * under {@code meanfield.column.<name>}.
 */
final class ColumnTexts {
    private static final String TABLE = "meanfield.table";
    private static final String PREFIX = "meanfield.column.";

    private ColumnTexts() {}

    /** Returns them by key; a column in a list of structures is {@code executors[].host}. */
    static Map<String, String> of(Class<? extends Record> type) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(TABLE, Tables.name(type));
        texts.put(PREFIX + TableSchema.VERSION, "Version of this table, now " + Table.SCHEMA_VERSION + ".");
        collect(type, PREFIX, texts);
        texts.put(SparkSchema.KEY, SparkSchema.of(type));
        return texts;
    }

    private static void collect(Class<?> type, String prefix, Map<String, String> texts) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + Names.column(component.getName());
            texts.put(name, component.getAnnotation(Column.class).value());
            if (component.getGenericType() instanceof ParameterizedType list) {
                Type element = list.getActualTypeArguments()[0];
                if (element instanceof Class<?> record && record.isRecord()) {
                    collect(record, name + "[].", texts);
                }
            }
        }
    }
}
