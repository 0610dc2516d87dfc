package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.tables.Column;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.Table;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Rows;

final class TablesTest {
    private static final Instant STARTED = Instant.parse("2026-11-20T19:28:45.123456Z");
    private static final Instant ENDED = Instant.parse("1999-12-31T23:59:59.999999Z");

    private static SparkSession spark;

    @TempDir
    private Path output;

    private Tables tables;

    @BeforeAll
    static void openSpark() {
        spark = LocalSpark.session();
    }

    @BeforeEach
    void create() {
        tables = new Tables(output.toString());
    }

    @Test
    void theFooterDescribesTheColumnsAndNamesTheWriter(@TempDir Path root) throws IOException {
        Tables tables = new Tables(root.toString());
        tables.replace("a-1", EvaluationRow.class, List.of(Rows.evaluation("test", 1, 1, 0.5, 1)));
        tables.replace("a-1", RunRow.class, List.of());

        Map<String, String> metadata = metadata(tables.folder("a-1", EvaluationRow.class));
        assertThat(metadata)
                .containsEntry("writer.model.name", "meanfield")
                .containsEntry("meanfield.table", "evaluations")
                .containsEntry("meanfield.column.accuracy", "Accuracy: correct / examples, in [0, 1].")
                .containsEntry("meanfield.column.schema_version", "Version of this table, now 1.");
        assertThat(metadata.keySet())
                .filteredOn(key -> key.startsWith("meanfield.column."))
                .hasSize(1 + EvaluationRow.class.getRecordComponents().length);
        assertThat(metadata(tables.folder("a-1", RunRow.class)))
                .containsKeys("meanfield.column.executors", "meanfield.column.executors[].host");
    }

    private static Map<String, String> metadata(String folder) throws IOException {
        String file = Storage.child(folder, Storage.list(folder).get(0));
        try (ParquetFileReader reader = ParquetFileReader.open(Storage.input(file))) {
            return reader.getFileMetaData().getKeyValueMetaData();
        }
    }

    @Test
    void rowsAreReadBackWithTheirValues() {
        tables.replace(
                "digits-1",
                EvaluationRow.class,
                List.of(
                        evaluation(1, 0.1 + 0.2),
                        new EvaluationRow("test", 40, 2, 1L << 40, 7, Double.MIN_VALUE, 0, 1, Double.NaN, -0.0)));
        List<Row> rows = read("evaluations").orderBy("round").collectAsList();
        assertThat(rows).hasSize(2);
        assertThat(values(rows.get(0)))
                .containsExactly(1, "validation", 1, 1, 1000L, 891L, 0.1 + 0.2, 0.25, 0.75, 1 / 3.0, 0.0, "digits-1");
        assertThat(values(rows.get(1)))
                .containsExactly(
                        1, "test", 40, 2, 1L << 40, 7L, Double.MIN_VALUE, 0.0, 1.0, Double.NaN, -0.0, "digits-1");
    }

    @Test
    void executorsAndTimesAreReadBackExactly() {
        tables.replace(
                "digits-1",
                RunRow.class,
                List.of(run(List.of(
                        new ExecutorRow("1", "left", "CpuBackend", "avx512", "17.0.9").with(1L << 31, 3, 4),
                        new ExecutorRow("2", "right", "CpuBackend", "avx2", "17.0.8")))));
        Row row = read("runs").collectAsList().get(0);
        List<Row> executors = row.getList(row.fieldIndex("executors"));
        assertThat(executors.stream().map(TablesTest::values))
                .containsExactly(
                        List.of(
                                "1",
                                "left",
                                "CpuBackend",
                                "avx512",
                                "17.0.9",
                                1L << 31,
                                3L,
                                4L,
                                "",
                                "",
                                "cpu",
                                "",
                                0L,
                                "",
                                "",
                                "",
                                ""),
                        List.of(
                                "2",
                                "right",
                                "CpuBackend",
                                "avx2",
                                "17.0.8",
                                0L,
                                0L,
                                0L,
                                "",
                                "",
                                "cpu",
                                "",
                                0L,
                                "",
                                "",
                                "",
                                ""));
        assertThat(row.getTimestamp(row.fieldIndex("started")).toInstant()).isEqualTo(STARTED);
        assertThat(row.getTimestamp(row.fieldIndex("ended")).toInstant()).isEqualTo(ENDED);
        assertThat(row.<String>getAs("job")).isEqualTo("{\"name\": \"Ziffern – «digits»\"}");
        assertThat(row.<Long>getAs("seed")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.<String>getAs("reason")).isEmpty();
    }

    @Test
    void writingTwiceDoesNotDoubleRows() throws IOException {
        for (int i = 0; i < 2; i++) {
            tables.replace("digits-1", EvaluationRow.class, List.of(evaluation(1, 0.5), evaluation(2, 0.6)));
        }
        assertThat(read("evaluations").count()).isEqualTo(2);
        try (Stream<Path> files = Files.list(output.resolve("tables/evaluations/run_id=digits-1"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(1);
        }
    }

    @Test
    void onlyTheRowsOfTheRunAreReplacedOrDeleted() {
        tables.replace("digits-1", EvaluationRow.class, List.of(evaluation(1, 0.5), evaluation(2, 0.6)));
        tables.replace("digits-2", EvaluationRow.class, List.of(evaluation(3, 0.7)));
        tables.replace("digits-1", EvaluationRow.class, List.of(evaluation(4, 0.8)));
        assertThat(read("evaluations")
                        .select("run_id", "round")
                        .orderBy("run_id")
                        .collectAsList())
                .extracting(TablesTest::values)
                .containsExactly(List.of("digits-1", 4), List.of("digits-2", 3));
        tables.delete("digits-1", EvaluationRow.class);
        assertThat(read("evaluations").select("run_id").collectAsList())
                .extracting(TablesTest::values)
                .containsExactly(List.of("digits-2"));
    }

    @Test
    void aPartOfTheRowsIsReplacedByItself() {
        tables.replacePart("digits-1", "part-1", EvaluationRow.class, List.of(evaluation(1, 0.5), evaluation(2, 0.6)));
        tables.replacePart("digits-1", "part-2", EvaluationRow.class, List.of(evaluation(3, 0.7)));
        tables.replacePart("digits-1", "part-1", EvaluationRow.class, List.of(evaluation(4, 0.8)));
        assertThat(read("evaluations").select("round").orderBy("round").collectAsList())
                .extracting(TablesTest::values)
                .containsExactly(List.of(3), List.of(4));
        assertThat(output.resolve("tables/evaluations/run_id=digits-1").toFile().list())
                .containsExactlyInAnyOrder("part-1.parquet", "part-2.parquet");
    }

    @Test
    void rowsThatGrowAreAddedInParts() {
        List<RoundRow> rows = IntStream.rangeClosed(1, 6)
                .mapToObj(round -> Rows.round(round, 1, 100, 1))
                .toList();
        tables.append("digits-1", RoundRow.class, rows.subList(0, 2));
        tables.append("digits-1", RoundRow.class, rows.subList(0, 5));
        tables.append("digits-1", RoundRow.class, rows.subList(0, 5));
        assertThat(output.resolve("tables/rounds/run_id=digits-1").toFile().list())
                .containsExactlyInAnyOrder("part-000000002.parquet", "part-000000005.parquet");
        assertThat(tables.read(RoundRow.class, List.of("digits-1")).get("digits-1"))
                .isEqualTo(rows.subList(0, 5));

        // Resumed from the third round: what came after it is made again.
        tables.append("digits-1", RoundRow.class, rows.subList(0, 3));
        tables.append("digits-1", RoundRow.class, rows);
        assertThat(tables.read(RoundRow.class, List.of("digits-1")).get("digits-1"))
                .isEqualTo(rows);
    }

    @Test
    void aLongRunHasFewParts() {
        List<RoundRow> rows = IntStream.rangeClosed(1, 150)
                .mapToObj(round -> Rows.round(round, 1, 100, 1))
                .toList();
        for (int end = 1; end <= rows.size(); end++) {
            tables.append("digits-1", RoundRow.class, rows.subList(0, end));
        }
        assertThat(output.resolve("tables/rounds/run_id=digits-1").toFile().list())
                .hasSize(150 - 128)
                .contains("part-000000129.parquet", "part-000000150.parquet");
        assertThat(tables.read(RoundRow.class, List.of("digits-1")).get("digits-1"))
                .isEqualTo(rows);
    }

    @Test
    void noRowsAreATableThatCanBeRead() {
        tables.replace("digits-1", RoundRow.class, List.of());
        Dataset<Row> rounds = read("rounds");
        assertThat(rounds.count()).isZero();
        assertThat(rounds.columns())
                .startsWith("schema_version", "round", "epoch", "local_steps")
                .endsWith("cosine", "run_id");
    }

    @Test
    void rowsAreReadBackAsTheyWereWritten() {
        List<ExecutorRow> executors = List.of(
                new ExecutorRow("0", "a", "CpuBackend", "avx2", "17"), new ExecutorRow("1", "b", "x", "y", "z"));
        tables.replace("digits-1", RunRow.class, List.of(run(executors)));
        tables.replace("digits-2", RunRow.class, List.of(run(List.of())));
        tables.replace("digits-3", RunRow.class, List.of());
        List<EvaluationRow> evaluations = List.of(evaluation(1, 0.5), evaluation(2, 0.75));
        tables.replace("digits-1", EvaluationRow.class, evaluations);

        assertThat(tables.read(RunRow.class, List.of("digits-1", "digits-3", "digits-4")))
                .isEqualTo(Map.of("digits-1", List.of(run(executors))));
        assertThat(tables.read(EvaluationRow.class, List.of("digits-1", "digits-2")))
                .isEqualTo(Map.of("digits-1", evaluations));
        assertThat(tables.read(RoundRow.class, List.of("digits-1"))).isEmpty();
    }

    /** What Spark infers of the file is what it would have written itself. */
    @ParameterizedTest
    @MethodSource("tables")
    void sparkReadsTheSchemaThatTheTableHas(Class<? extends Record> type) {
        tables.replace("digits-1", type, List.of());
        String file = tables.folder("digits-1", type);

        assertThat(spark.read().parquet(file).schema().asNullable().json())
                .isEqualTo(sparkSchema(type).asNullable().json());
        SQLConf conf = new SQLConf();
        conf.setConfString("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        MessageType written = new SparkToParquetSchemaConverter(conf).convert(sparkSchema(type));
        assertThat(schema(Path.of(file, "rows.parquet"))).isEqualTo(written);
    }

    private static StructType sparkSchema(Class<? extends Record> type) {
        return (StructType) DataType.fromJson(SparkSchema.of(type));
    }

    private static MessageType schema(Path file) {
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))) {
            return reader.getFileMetaData().getSchema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesOfAnotherNameAreReplacedToo() {
        tables.replacePart("digits-1", "part-00000-of-spark", EvaluationRow.class, List.of(evaluation(1, 0.5)));
        tables.replace("digits-1", EvaluationRow.class, List.of(evaluation(2, 0.6)));

        assertThat(tables.read(EvaluationRow.class, List.of("digits-1")))
                .isEqualTo(Map.of("digits-1", List.of(evaluation(2, 0.6))));
    }

    @Test
    void theFilesSayWhatEachColumnHolds() {
        tables.replace("digits-1", RunRow.class, List.of(run(List.of())));
        StructType schema = read("runs").schema();
        assertThat(comment(schema, "seed")).isEqualTo("Seed of the job.");
        assertThat(comment(schema, "schema_version")).isEqualTo("Version of this table.");
        StructType executor =
                (StructType) ((ArrayType) schema.apply("executors").dataType()).elementType();
        assertThat(comment(executor, "host")).isEqualTo("Host name.");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyColumnIsDocumented(Class<? extends Record> type) {
        assertThat(Tables.name(type)).matches("[a-z]+(_[a-z]+)*");
        assertDocumented(sparkSchema(type));
    }

    @Test
    void noTwoTablesHaveOneName() {
        assertThat(tables().map(Tables::name)).doesNotHaveDuplicates().contains("runs", "rounds", "evaluations");
    }

    @Test
    void aColumnOfAnUnknownTypeIsRefused() {
        assertThatThrownBy(() -> SparkSchema.of(Unknown.class))
                .hasMessage("A column cannot be of interface %s", Set.class.getName());
    }

    @Table("unknown")
    private record Unknown(@Column("Some set.") @SuppressWarnings("rawtypes") Set values) {}

    private static Stream<Class<? extends Record>> tables() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.meanfield.tables").stream()
                        .filter(type -> type.isAnnotatedWith(Table.class))
                        .map(JavaClass::reflect)
                        .map(type -> type.asSubclass(Record.class));
    }

    private static void assertDocumented(StructType schema) {
        for (StructField column : schema.fields()) {
            assertThat(column.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(comment(schema, column.name()))
                    .as(column.name())
                    .hasSizeGreaterThan(5)
                    .endsWith(".");
            DataType type = column.dataType() instanceof ArrayType list ? list.elementType() : column.dataType();
            if (type instanceof StructType struct) {
                assertDocumented(struct);
            }
        }
    }

    private static String comment(StructType schema, String column) {
        return schema.apply(column).getComment().get();
    }

    private Dataset<Row> read(String table) {
        return spark.read().parquet(output.resolve("tables").resolve(table).toString());
    }

    private static List<Object> values(Row row) {
        return IntStream.range(0, row.length()).mapToObj(row::get).toList();
    }

    private static EvaluationRow evaluation(int round, double accuracy) {
        return new EvaluationRow("validation", round, 1, 1000, 891, accuracy, 0.25, 0.75, 1 / 3.0, 0);
    }

    private static RunRow run(List<ExecutorRow> executors) {
        return new RunRow(
                "digits",
                "train",
                "wide-1a2b3c4d",
                "5e6f7a8b",
                "train.batch=64",
                "{\"name\": \"Ziffern – «digits»\"}",
                Long.MIN_VALUE,
                "0123abcd",
                3,
                0.25,
                "0.1.0",
                "17.0.9",
                "3.5.8",
                "1.0.0-M2",
                "1.0.0-M2.1",
                executors,
                STARTED,
                2,
                ENDED,
                "finished",
                "",
                List.of("few rounds"));
    }
}
