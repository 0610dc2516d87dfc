package org.meanfield.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.config.RecordSerializer;

/** A Parquet file of a table, read back as records without Spark. */
public final class TableFile {
    private TableFile() {}

    /**
     * Reads all rows of a file, in their order.
     *
     * @param type the record whose components are the table's columns
     * @throws InvalidInputException if the file is broken or lacks a column
     */
    public static <T extends Record> List<T> read(String file, Class<T> type) {
        List<T> rows = new ArrayList<>();
        try (ParquetFileReader reader = new ParquetFileReader(
                Storage.input(file),
                HadoopReadOptions.builder(new Configuration(false)).build())) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(record(type, records.read(), file));
                }
            }
        } catch (InvalidInputException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) { // of Parquet, which has many kinds for what it cannot make sense of
            throw new InvalidInputException("%s is no Parquet file of a table (%s)".formatted(file, firstLine(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Storage.reason(e)), e);
        }
        return rows;
    }

    private static <T extends Record> T record(Class<T> type, Group row, String file) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String column = Names.column(components[i].getName());
            if (!row.getType().containsField(column)) {
                throw new InvalidInputException(
                        "%s has no column %s: another version has written it".formatted(file, column));
            }
            values[i] = value(components[i].getGenericType(), row, column, file);
        }
        return RecordSerializer.create(type, values);
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

    /** Of the form that Spark writes: a group {@code list} for each element, with the value as {@code element}. */
    private static List<Object> list(Type of, Group group, String file) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount("list"); i++) {
            values.add(value(of, group.getGroup("list", i), "element", file));
        }
        return List.copyOf(values);
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
