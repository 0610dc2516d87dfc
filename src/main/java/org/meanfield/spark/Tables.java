package org.meanfield.spark;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.meanfield.config.Names;
import org.meanfield.config.RecordSerializer;
import org.meanfield.data.Storage;
import org.meanfield.metrics.Column;
import org.meanfield.metrics.Table;

/**
 * The tables under an output root: {@code tables/<table>/run_id=<run>/…parquet}. A run's rows are replaced as a whole, so
 * that running a job twice never doubles a row.
 */
public final class Tables {
    private static final String VERSION_COLUMN = "schema_version";
    private static final String PARQUET = ".parquet";

    private final SparkSession spark;
    private final String root;

    /** Creates the tables of an output root, which need not exist yet. */
    public Tables(SparkSession spark, String outputRoot) {
        this.spark = spark;
        this.root = Storage.child(Storage.expand(outputRoot), "tables");
    }

    /** Replaces the rows that {@code runId} has in the table of {@code type}. */
    public <T extends Record> void replace(String runId, Class<T> type, List<T> rows) {
        write(rows, type, folder(runId, type));
    }

    private <T extends Record> void write(List<T> rows, Class<T> type, String folder) {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        // A task that brought thousands of rows along would be one that Spark warns of.
        Broadcast<List<Row>> values =
                context.broadcast(rows.stream().map(row -> versioned(row)).toList());
        // One file: a run has few rows, and readers pay for each file.
        JavaRDD<Row> file = context.parallelize(List.of(0), 1).flatMap(new Sent(values));
        spark.createDataFrame(file, schema(type))
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(folder);
        values.destroy();
    }

    /** Gives the rows that were sent to the executors. */
    record Sent(Broadcast<List<Row>> rows) implements FlatMapFunction<Integer, Row> {
        @Override
        public Iterator<Row> call(Integer part) {
            return rows.value().iterator();
        }
    }

    /**
     * Replaces a part of the rows that {@code runId} has in the table of {@code type}, for a run that has too many for one
     * list. It is there as a whole or not at all.
     *
     * @param part the name of the part's file
     */
    public <T extends Record> void replacePart(String runId, String part, Class<T> type, List<T> rows) {
        String folder = folder(runId, type);
        // A reader of the table passes over a name that begins with a line.
        String aside = Storage.child(folder, "_" + part);
        write(rows, type, aside);
        String file = Storage.list(aside).stream()
                .filter(name -> name.endsWith(PARQUET))
                .findFirst()
                .orElseThrow();
        Storage.move(Storage.child(aside, file), Storage.child(folder, part + PARQUET));
        Storage.delete(aside);
    }

    /** Returns the rows that each of {@code runIds} has in the table of {@code type}; those that have none are left out. */
    public <T extends Record> Map<String, List<T>> read(Class<T> type, List<String> runIds) {
        String table = Storage.child(root, name(type));
        String[] folders = runIds.stream()
                .map(runId -> folder(runId, type))
                .filter(folder -> Storage.list(folder).stream().anyMatch(file -> file.endsWith(".parquet")))
                .toArray(String[]::new);
        if (folders.length == 0) {
            return Map.of();
        }
        return spark
                .read()
                .option("basePath", table)
                .schema(schema(type).add("run_id", DataTypes.StringType))
                .parquet(folders)
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.getString(row.fieldIndex("run_id")),
                        Collectors.mapping(row -> record(row, type), Collectors.toList())));
    }

    /** Deletes the rows that {@code runId} has in the table of {@code type}. */
    public void delete(String runId, Class<? extends Record> type) {
        Storage.delete(folder(runId, type));
    }

    /** Returns where the rows of a run are. */
    public String folder(String runId, Class<? extends Record> type) {
        return Storage.child(root, name(type) + "/run_id=" + runId);
    }

    /** Returns the name of the table of {@code type}. */
    public static String name(Class<? extends Record> type) {
        return type.getAnnotation(Table.class).value();
    }

    /** Returns the columns of the table of {@code type}, each with its documentation as comment. */
    public static StructType schema(Class<? extends Record> type) {
        StructType schema =
                new StructType().add(VERSION_COLUMN, DataTypes.IntegerType, false, "Version of this table.");
        for (RecordComponent component : type.getRecordComponents()) {
            schema = add(schema, component);
        }
        return schema;
    }

    private static StructType add(StructType schema, RecordComponent component) {
        String comment = component.getAnnotation(Column.class).value();
        return schema.add(Names.column(component.getName()), dataType(component.getGenericType()), false, comment);
    }

    private static DataType dataType(Type type) {
        if (type == int.class) {
            return DataTypes.IntegerType;
        } else if (type == boolean.class) {
            return DataTypes.BooleanType;
        } else if (type == long.class || type == Long.class) {
            return DataTypes.LongType;
        } else if (type == double.class || type == Double.class) {
            return DataTypes.DoubleType;
        } else if (type == String.class) {
            return DataTypes.StringType;
        } else if (type == Instant.class) {
            return DataTypes.TimestampType;
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return DataTypes.createArrayType(dataType(list.getActualTypeArguments()[0]), false);
        } else if (type instanceof Class<?> record && record.isRecord()) {
            StructType struct = new StructType();
            for (RecordComponent component : record.getRecordComponents()) {
                struct = add(struct, component);
            }
            return struct;
        }
        throw new IllegalArgumentException("A column cannot be of " + type);
    }

    private static Row versioned(Record row) {
        return RowFactory.create(Stream.concat(Stream.of(Table.SCHEMA_VERSION), values(row).stream())
                .toArray());
    }

    private static List<Object> values(Record row) {
        return Arrays.stream(row.getClass().getRecordComponents())
                .map(component -> sparkValue(RecordSerializer.value(row, component)))
                .toList();
    }

    private static Object sparkValue(Object value) {
        if (value instanceof Instant instant) {
            return java.sql.Timestamp.from(instant);
        } else if (value instanceof List<?> list) {
            return list.stream().map(Tables::sparkValue).toArray();
        } else if (value instanceof Record struct) {
            return RowFactory.create(values(struct).toArray());
        }
        return value;
    }

    private static <T extends Record> T record(Row row, Class<T> type) {
        Object[] values = Arrays.stream(type.getRecordComponents())
                .map(component -> value(row.getAs(Names.column(component.getName())), component.getGenericType()))
                .toArray();
        return RecordSerializer.create(type, values);
    }

    private static Object value(Object value, Type type) {
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toInstant();
        } else if (value instanceof scala.collection.Seq<?> list) {
            Type of = ((ParameterizedType) type).getActualTypeArguments()[0];
            return scala.collection.JavaConverters.seqAsJavaList(list).stream()
                    .map(element -> value(element, of))
                    .toList();
        } else if (value instanceof Row struct) {
            return record(struct, ((Class<?>) type).asSubclass(Record.class));
        }
        return value;
    }
}
