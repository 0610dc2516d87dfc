package org.meanfield.job.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Tables;
import org.meanfield.testing.SweepTables;

final class ModelNamesTest {
    @Test
    void modelsAreCalledAndSortedByNameCellAndSeed(@TempDir Path output) {
        SweepTables sweep = new SweepTables(output, "sweep-1");
        sweep.run("trial-1", "train.batch=8", 10, "finished", "");
        sweep.run("trial-2", "train.batch=16", 3, "finished", "");
        sweep.run("trial-3", "train.batch=8", 9, "finished", "");

        assertThat(ModelNames.of(
                        List.of("elsewhere-1", "trial-1", "trial-2@40", "trial-3"), new Tables(output.toString())))
                .containsExactly(
                        Map.entry("trial-2@40", "digits, train.batch=16, seed 3 (trial-2@40)"),
                        Map.entry("trial-3", "digits, train.batch=8, seed 9 (trial-3)"),
                        Map.entry("trial-1", "digits, train.batch=8, seed 10 (trial-1)"),
                        Map.entry("elsewhere-1", "elsewhere-1"));
    }
}
