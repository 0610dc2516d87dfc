package org.meanfield.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.job.common.Console;
import org.meanfield.storage.Storage;
import org.meanfield.testing.CountingStore;
import org.meanfield.testing.SweepTables;

/** A command reads each file of the table {@code runs} once, and many side by side. */
final class ReadOnceTest {
    private static final int RUNS = 50;

    @TempDir
    private static Path output;

    @BeforeAll
    static void writeTables() {
        SweepTables sweep = new SweepTables(output, "digits-1");
        SweepTables alone = new SweepTables(output, "");
        for (int i = 0; i < RUNS - 5; i++) {
            sweep.finished("digits-1-%02d".formatted(i), "lr=" + i % 3, i, i);
        }
        for (int i = 0; i < 5; i++) {
            alone.finished("alone-%d".formatted(i), "", i, i);
        }
    }

    @BeforeEach
    void count() {
        CountingStore.use();
    }

    @AfterEach
    void countNoMore() {
        Storage.configure(new Configuration());
    }

    @Test
    void aReportOfAllReadsEachRunOnce() {
        new ReportRun("counting:" + output, Console.quiet(System.err)).all();
        assertThat(runsRead())
                .hasSize(RUNS)
                .allSatisfy((file, count) -> assertThat(count).as(file).isEqualTo(1));
        assertThat(CountingStore.mostAtOnce()).isGreaterThan(1);
    }

    @Test
    void aReportOfOneRunReadsEachRunOnce() {
        new ReportRun("counting:" + output, Console.quiet(System.err)).run("alone-3");
        assertThat(runsRead()).hasSize(RUNS).containsValue(1).doesNotContainValue(2);
    }

    private static Map<String, Integer> runsRead() {
        return CountingStore.opened().entrySet().stream()
                .filter(file -> file.getKey().startsWith(output + "/tables/runs/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
