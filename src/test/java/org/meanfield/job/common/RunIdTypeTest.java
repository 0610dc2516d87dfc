package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.testing.LocalSpark;

/** The type that Spark infers for the folders {@code run_id=<name>-<8 hex digits>} of a table that has one run. */
final class RunIdTypeTest {
    @TempDir
    private Path table;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlp",
                "1",
                "1.5",
                "2026",
                "2026-11",
                "2026-11-30",
                "2026-1-1",
                "2026-11-30-T",
                "2026-11-30T",
                "2026-11-30T10.15",
                "2026-1-1Thu",
                "20261130T101500Z",
                "true",
                "null",
                "NaN",
                "Infinity",
                "1d",
                "1f",
                "1L",
                "0x10",
                "12-30",
                "10.15.30"
            })
    void isTextForNamesThatAreTaken(String name) throws IOException {
        JobName.check(name);

        assertThat(inferred(name)).isEqualTo(DataTypes.StringType);
    }

    @ParameterizedTest
    @CsvSource({"1e, double", "1.5E, double", "0x1p, double"})
    void isAnotherForNamesThatAreRefused(String name, String type) throws IOException {
        assertThatThrownBy(() -> JobName.check(name))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "name is %s but must be one with which an id, %1$s-<8 hex digits>, is no ", name);
        assertThat(inferred(name).typeName()).isEqualTo(type);
    }

    private DataType inferred(String name) throws IOException {
        SparkSession spark = LocalSpark.session();
        Path run = table.resolve("run_id=%s-12345678".formatted(name));
        spark.range(1).coalesce(1).write().parquet(run.toString());
        assertThat(Files.isDirectory(run)).isTrue();
        return spark.read().parquet(table.toString()).schema().apply("run_id").dataType();
    }
}
