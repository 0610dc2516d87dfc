package org.meanfield.storage;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.config.RecordSerializer;
import org.meanfield.tables.Column;
import org.meanfield.tables.Table;

/** A Parquet file of a table, written from records and read back as records. */
public final class TableFile {
    private TableFile() {}

    /**
     * Writes a file atomically.
     *
     * @param type the record whose components are the table's columns
     * @param metadata the file's metadata besides its schema
     */
    public static <T extends Record> void write(
            String file, Class<T> type, List<T> rows, Map<String, String> metadata) {
        MessageType schema = TableSchema.of(type);
        Storage.write(file, out -> {
            try (ParquetWriter<Group> writer = new TableWriter(new ParquetSink(out), schema, metadata)
                    .withConf(new Configuration(false))
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withPageWriteChecksumEnabled(true)
                    .build()) {
                for (T row : rows) {
                    Group group = new SimpleGroup(schema);
                    group.add(TableSchema.VERSION, Table.SCHEMA_VERSION);
                    fill(group, row);
                    writer.write(group);
                }
            }
        });
    }

    private static void fill(Group group, Record row) {
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            add(group, Names.column(component.getName()), RecordSerializer.value(row, component));
        }
    }

    private static void add(Group group, String column, Object value) {
        if (value instanceof Integer number) {
            group.add(column, number);
        } else if (value instanceof Boolean flag) {
            group.add(column, flag);
        } else if (value instanceof Long number) {
            group.add(column, number);
        } else if (value instanceof Double number) {
            group.add(column, number);
        } else if (value instanceof String text) {
            group.add(column, text);
        } else if (value instanceof Instant instant) {
            group.add(column, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        } else if (value instanceof List<?> list) {
            Group elements = group.addGroup(column);
            list.forEach(element -> add(elements.addGroup(TableSchema.LIST), TableSchema.ELEMENT, element));
        } else {
            fill(group.addGroup(column), (Record) value);
        }
    }

    /**
     * Reads all rows of a file, in order.
     *
     * @param type the record whose components are the table's columns
     * @throws InvalidInputException if the file is corrupt or lacks a column
     */
    public static <T extends Record> List<T> read(String file, Class<T> type) {
        List<T> rows = new ArrayList<>();
        try (ParquetInput input = ParquetInput.open(file)) {
            MessageType schema = input.schema();
            for (Optional<PageReadStore> pages = input.next(); pages.isPresent(); pages = input.next()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages.get(), new GroupRecordConverter(schema));
                for (long i = 0; i < pages.get().getRowCount(); i++) {
                    rows.add(record(type, records.read(), file));
                }
            }
        } catch (RuntimeException | IOException e) {
            throw BrokenParquet.failure(file, e, "%s is not a Parquet file of a table (%s)");
        }
        return rows;
    }

    private static <T extends Record> T record(Class<T> type, Group row, String file) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String column = Names.column(components[i].getName());
            values[i] = row.getType().containsField(column)
                    ? value(components[i].getGenericType(), row, column, file)
                    : absent(components[i], column, file);
        }
        return RecordSerializer.create(type, values);
    }

    /** Returns the value of a column that an earlier version has not written. */
    private static Object absent(RecordComponent component, String column, String file) {
        if (!component.getAnnotation(Column.class).added()) {
            throw new InvalidInputException(
                    "%s has no column %s: it was written by another version".formatted(file, column));
        }
        Class<?> type = component.getType();
        return type == long.class ? (Object) 0L : type == double.class ? (Object) Double.NaN : "";
    }

    private static Object value(Type type, Group row, String column, String file) {
        if (type == int.class) {
            return row.getInteger(column, 0);
        } else if (type == boolean.class) {
            return row.getBoolean(column, 0);
        } else if (type == long.class || type == Long.class) {
            return row.getLong(column, 0);
        } else if (type == double.class || type == Double.class) {
            return row.getDouble(column, 0);
        } else if (type == String.class) {
            return row.getString(column, 0);
        } else if (type == Instant.class) {
            return Instant.EPOCH.plus(row.getLong(column, 0), ChronoUnit.MICROS);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], row.getGroup(column, 0), file);
        }
        return record(((Class<?>) type).asSubclass(Record.class), row.getGroup(column, 0), file);
    }

    private static List<Object> list(Type of, Group group, String file) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount(TableSchema.LIST); i++) {
            values.add(value(of, group.getGroup(TableSchema.LIST, i), TableSchema.ELEMENT, file));
        }
        return List.copyOf(values);
    }
}
