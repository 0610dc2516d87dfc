package org.meanfield.job.predict;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.meanfield.storage.Listing;

/** Files and columns of Parquet tables that any program has written. */
final class ParquetFiles {
    private ParquetFiles() {}

    /** Returns the Parquet files in a folder, at any depth, relative to it; without those of names with an underscore first. */
    static List<String> in(String folder) {
        List<String> files = new ArrayList<>();
        Listing.walk(folder, name -> {
            if (name.endsWith(".parquet") && !name.startsWith("_") && !name.contains("/_")) {
                files.add(name);
            }
        });
        return files;
    }

    /** Returns whether a column has bytes that are not text or another type. */
    static boolean isBinary(Type column) {
        LogicalTypeAnnotation meaning = column.getLogicalTypeAnnotation();
        return isSingle(column)
                && column.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && meaning == null;
    }

    /** Returns whether a column has a value, or null, in each row. */
    static boolean isSingle(Type column) {
        return column.isPrimitive() && !column.isRepetition(Type.Repetition.REPEATED);
    }

    /** Copies a single value, unless it is null, to the column of the same name. */
    static void copy(Group from, int field, Group to) {
        if (from.getFieldRepetitionCount(field) == 0) {
            return;
        }
        Type type = from.getType().getType(field);
        int target = to.getType().getFieldIndex(type.getName());
        switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> to.add(target, from.getInteger(field, 0));
            case INT64 -> to.add(target, from.getLong(field, 0));
            case FLOAT -> to.add(target, from.getFloat(field, 0));
            case DOUBLE -> to.add(target, from.getDouble(field, 0));
            case BOOLEAN -> to.add(target, from.getBoolean(field, 0));
            case INT96 -> to.add(target, from.getInt96(field, 0));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> to.add(target, from.getBinary(field, 0));
        }
    }
}
