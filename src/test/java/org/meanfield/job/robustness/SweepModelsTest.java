package org.meanfield.job.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Storage;
import org.meanfield.testing.CountingStore;
import org.meanfield.testing.SweepTables;

final class SweepModelsTest {
    private static final String KEY = "models[0]";

    @TempDir
    private static Path output;

    /** Three finished trials, of which the second is best, one that diverged, and a run of another sweep. */
    @BeforeAll
    static void writeTables() {
        SweepTables digits = new SweepTables(output, "digits-1");
        finished(digits, "digits-1-a", 5);
        finished(digits, "digits-1-b", 9);
        finished(digits, "digits-1-c", 7);
        digits.run("digits-1-d", "lr=9", 1, "diverged", "its loss is NaN");
        finished(new SweepTables(output, "letters-1"), "letters-1-a", 10);
    }

    @Test
    void allFinishedTrialsOfTheSweepAreThere() {
        assertThat(runs(new SweepModels("", "digits-1", 0))).containsExactly("digits-1-a", "digits-1-b", "digits-1-c");
    }

    @Test
    void theBestComeFirst() {
        assertThat(runs(new SweepModels("", "digits-1", 2))).containsExactly("digits-1-b", "digits-1-c");
        assertThat(runs(new SweepModels("", "digits-1", 9))).hasSize(3);
    }

    @Test
    void anotherOutputRootCanBeGiven() {
        assertThat(new SweepModels(output.toString(), "letters-1", 1).folders(KEY, "elsewhere", new KnownRuns()))
                .containsExactly(output + "/models/letters-1-a");
    }

    /** Two elements of a job's list, of the same output root. */
    @Test
    void theRunsOfAnOutputRootAreReadOnce() {
        String root = "counting:" + output;
        CountingStore.use();
        try {
            KnownRuns known = new KnownRuns();
            new SweepModels(root, "digits-1", 2).folders(KEY, "", known);
            new SweepModels(root, "letters-1", 1).folders("models[1]", "", known);
            List<String> read = new ArrayList<>();
            for (String run : List.of("digits-1-a", "digits-1-b", "digits-1-c", "letters-1-a")) {
                read.add(file("evaluations", run));
                read.add(file("runs", run));
            }
            read.add(file("runs", "digits-1-d"));
            assertThat(CountingStore.opened()).containsOnlyKeys(read).doesNotContainValue(2);
        } finally {
            Storage.configure(new Configuration());
        }
    }

    private static String file(String table, String run) {
        return "%s/tables/%s/run_id=%s/rows.parquet".formatted(output, table, run);
    }

    @Test
    void anUnknownSweepIsAnsweredWithTheOneThatMayBeMeant() {
        assertThatThrownBy(() -> runs(new SweepModels("", "digits-2", 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("models[0].sweep is digits-2 but must be the id of a sweep under %s; did you mean digits-1?"
                        .formatted(output));
        assertThatThrownBy(() -> new SweepModels(output + "/none", "digits-1", 0).folders(KEY, "", new KnownRuns()))
                .hasMessageEndingWith("under %s/none; there are none".formatted(output));
        assertThatThrownBy(() -> new SweepModels("", "digits-1", -1)).hasMessage("best is -1 but must be at least 0");
    }

    @Test
    void aTrialWhoseTestIsGoneIsNamed(@TempDir Path other) {
        SweepTables tables = new SweepTables(other, "digits-1");
        tables.run("digits-1-a", "lr=1", 1, "finished", "");
        Storage.write(other + "/models/digits-1-a/manifest.json", new byte[0]);
        assertThatThrownBy(() -> new SweepModels("", "digits-1", 1).folders(KEY, other.toString(), new KnownRuns()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "models[0].best is 1 but must be 0 where the table evaluations has no test of a trial, here of "
                                + "digits-1-a");
    }

    @Test
    void aSweepWithoutAFinishedTrialIsRefused(@TempDir Path other) {
        new SweepTables(other, "digits-1").run("digits-1-a", "lr=9", 1, "diverged", "its loss is NaN");
        assertThatThrownBy(() -> new SweepModels("", "digits-1", 0).folders(KEY, other.toString(), new KnownRuns()))
                .hasMessage("models[0].sweep is digits-1 but must be a sweep with a finished trial");
    }

    private static void finished(SweepTables tables, String run, int correct) {
        tables.finished(run, "lr=1", 1, correct);
        Storage.write(output + "/models/" + run + "/manifest.json", new byte[0]);
    }

    private static List<String> runs(SweepModels models) {
        return models.folders(KEY, output.toString(), new KnownRuns()).stream()
                .map(folder -> folder.substring(folder.lastIndexOf('/') + 1))
                .toList();
    }
}
