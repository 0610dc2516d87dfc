package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.MemoryLimit;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.ProcessSample;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** A long training within the memory of a container, which kills what takes more. */
@Tag("slow")
final class ContainerIT {
    private static final int ROUNDS = 500;
    private static final long MIB = 1 << 20;

    /** A heap of 512 MiB, and as much for all the rest: the overhead that Spark would be given. */
    private static final long LIMIT = 1024 * MIB;

    private static final int SAMPLE_MILLIS = 500;

    @TempDir
    private Path output;

    @Test
    void fiveHundredRoundsFitIntoAContainerAndStayWhereTheyAre() throws InterruptedException {
        List<String> command = new ArrayList<>(Submit.command(
                "local[2]",
                Submit.TINY_JOB,
                "--set=model={type: mlp, hidden: [256]}",
                "--set=data={type: synthetic-digits, train: 400, validation: 0, test: 100}",
                "--set=train={workers: 2, batch: 10, local-steps: 4, epochs: %d, optimizer: {type: adam, learning-rate: 0.001}}"
                        .formatted(ROUNDS / 5),
                "--set=checkpoint={rounds: 50}",
                "--output",
                output));
        command.set(command.indexOf("--driver-memory") + 1, "512m");
        try (MemoryLimit limit = MemoryLimit.of(LIMIT)) {
            if (limit.countsUsed()) {
                assertThat(Program.run(
                                        Map.of(),
                                        limit.on(List.of("bash", "-c", "head -c 2G /dev/zero | tail -n 1 > /dev/null")))
                                .code())
                        .as("a process that takes more than the limit")
                        .isNotZero();
            }
            Program program = Program.start(Map.of(), limit.on(command));
            List<Long> resident = new ArrayList<>();
            while (program.isAlive()) {
                ProcessSample.resident(program.pid()).ifPresent(resident::add);
                Thread.sleep(SAMPLE_MILLIS);
            }
            assertThat(Submit.json(program.await()).get("status").asText()).isEqualTo("finished");

            assertThat(rows("rounds")).hasSize(ROUNDS);
            assertThat(peak()).isBetween(100 * MIB, LIMIT);
            assertThat(median(resident.subList(resident.size() * 3 / 4, resident.size())))
                    .as("resident memory in the last quarter, of samples %s", resident)
                    .isLessThan(median(resident.subList(resident.size() / 2, resident.size() * 3 / 4)) + 64 * MIB);
        }
    }

    /** Returns the largest resident memory that the table has for an executor. */
    private long peak() {
        String[] runs = output.resolve("tables/runs").toFile().list();
        return ParquetRows.groups(output.resolve("tables/runs").resolve(runs[0]))
                .get(0)
                .toString()
                .lines()
                .filter(line -> line.contains("peak_resident_bytes"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .max()
                .orElseThrow();
    }

    private List<Group> rows(String table) {
        Path folder = output.resolve("tables").resolve(table);
        return ParquetRows.groups(folder.resolve(folder.toFile().list()[0]));
    }

    private static long median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }
}
