package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.tables.Column;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.Table;
import org.meanfield.testing.Mutations;

final class TableFileTest {
    @Table("kinds")
    private record Kinds(
            @Column("Int.") int whole,
            @Column("Long.") long large,
            @Column("Double.") double share,
            @Column("Text.") String someText,
            @Column("Time.") Instant at,
            @Column("List.") List<ExecutorRow> executors) {}

    @Table("kinds")
    private record More(@Column("Int.") int whole, @Column("Absent.") int absentOne) {}

    @Table("kinds")
    private record Added(
            @Column("Int.") int whole,
            @Column(value = "Text.", added = true) String newText,
            @Column(value = "Long.", added = true) long newNumber,
            @Column(value = "Double.", added = true) double newMeasure) {}

    @TempDir
    private Path output;

    @Test
    void everyKindOfColumnIsReadBackAsItWas() throws IOException {
        List<Kinds> rows = List.of(
                new Kinds(
                        -1,
                        1L << 40,
                        0.1 + 0.2,
                        "Ziffern – «digits»",
                        Instant.parse("2026-11-20T19:28:45.123456Z"),
                        List.of(new ExecutorRow("1", "left", "CpuBackend", "avx512", "17"))),
                new Kinds(2, Long.MIN_VALUE, Double.NaN, "", Instant.parse("1969-07-20T20:17:40.000001Z"), List.of()));
        new Tables(output.toString()).replace("a-1", Kinds.class, rows);

        String file = file().toString();
        assertThat(TableFile.read(file, Kinds.class)).isEqualTo(rows);
        assertThatThrownBy(() -> TableFile.read(file, More.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("%s has no column absent_one: it was written by another version", file);
    }

    @Test
    void aColumnThatAnEarlierVersionHasNotWrittenIsEmpty() throws IOException {
        new Tables(output.toString())
                .replace("a-1", Kinds.class, List.of(new Kinds(7, 2, 0.5, "x", Instant.EPOCH, List.of())));

        assertThat(TableFile.read(file().toString(), Added.class)).containsExactly(new Added(7, "", 0, Double.NaN));
    }

    /** Values by the checksums of their pages, their number by the row groups; what nothing is read from may differ. */
    @Test
    void noDamagedFileIsReadAsOtherRows() throws IOException {
        List<Kinds> rows = IntStream.range(0, 200)
                .mapToObj(i -> new Kinds(
                        i, (1L << 40) + i, 1.0 / (i + 1), "text " + i % 7, Instant.ofEpochSecond(i), List.of()))
                .toList();
        new Tables(output.toString()).replace("a-1", Kinds.class, rows);
        String file = file().toString();
        int[] broken = {0};
        int all = Mutations.each(file(), 60, 213, () -> {
            try {
                assertThat(TableFile.read(file, Kinds.class)).isEqualTo(rows);
            } catch (InvalidInputException e) {
                assertThat(e).hasMessageContaining(file);
                broken[0]++;
            }
        });
        assertThat(all).isGreaterThan(300);
        assertThat(broken[0]).isGreaterThan(all / 2);
    }

    @Test
    void aFileThatIsNoTableIsNamed() throws IOException {
        Path file = Files.writeString(output.resolve("part.parquet"), "no Parquet file at all");

        assertThatThrownBy(() -> TableFile.read(file.toString(), Kinds.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching(".*part.parquet is not a Parquet file of a table \\([^\\n]+\\)");
    }

    @Test
    void aBrokenFooterIsWrongInput() throws IOException {
        new Tables(output.toString())
                .replace("a-1", Kinds.class, List.of(new Kinds(1, 2, 0.5, "x", Instant.EPOCH, List.of())));
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        int refused = 0;
        for (int at = whole.length - 8 - footer; at < whole.length; at += 3) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x15;
            Files.write(file, changed);
            Throwable thrown = catchThrowable(() -> TableFile.read(file.toString(), Kinds.class));
            if (thrown != null) {
                assertThat(thrown).as("byte %d", at).isInstanceOf(InvalidInputException.class);
                assertThat(thrown).hasMessageStartingWith(file + " ");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(output.resolve("tables/kinds/run_id=a-1"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
