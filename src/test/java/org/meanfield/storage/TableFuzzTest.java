package org.meanfield.storage;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunRow;
import org.meanfield.testing.Fuzzed;

/** Any bytes as a file of a table, of one with every type of column. */
final class TableFuzzTest {
    static List<byte[]> seeds() throws IOException {
        Path file = Files.createTempFile("seed", ".parquet");
        RunRow row = new RunRow(
                "tiny",
                "train",
                "",
                "",
                "",
                "{}",
                7,
                "0123",
                0,
                0,
                "0.1",
                "17",
                "3.5",
                "1",
                "1",
                List.of(new ExecutorRow("1", "left", "CPU", "avx2", "17")),
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                "finished",
                "",
                List.of("few rounds"));
        try {
            TableFile.write(file.toString(), RunRow.class, List.of(row), Map.of());
            byte[] one = Files.readAllBytes(file);
            TableFile.write(file.toString(), RunRow.class, List.of(row, row, row), Map.of("a", "b"));
            return List.of(one, Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        String path = Fuzzed.file("table", file).toString();
        Fuzzed.read(() -> TableFile.read(path, RunRow.class));
    }
}
