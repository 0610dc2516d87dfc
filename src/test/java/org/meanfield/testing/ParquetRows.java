package org.meanfield.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.Type;

/** Reads Parquet files without Spark, as other programs do. */
public final class ParquetRows {
    private ParquetRows() {}

    /** Returns the rows of the files in a folder, each as the texts of its single values by column. */
    public static List<Map<String, String>> in(Path folder) {
        return groups(folder).stream().map(ParquetRows::values).toList();
    }

    /** Returns the rows of the files in a folder as they are. */
    public static List<Group> groups(Path folder) {
        List<Group> rows = new ArrayList<>();
        File[] files = folder.toFile().listFiles((dir, name) -> name.endsWith(".parquet"));
        Arrays.sort(files);
        for (File file : files) {
            try (ParquetReader<Group> reader = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toURI()))
                    .build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static Map<String, String> values(Group row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Type column : row.getType().getFields()) {
            if (column.isPrimitive()) {
                values.put(column.getName(), row.getValueToString(row.getType().getFieldIndex(column.getName()), 0));
            }
        }
        return values;
    }
}
