package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.report.chart.ParallelCoordinates;
import org.meanfield.testing.SweepTables;

final class SweepKeysTest {
    private static final int MOST_BYTES = 5_000_000;

    @TempDir
    private Path output;

    @Test
    void aLineIsACellAndTheBestStandsOut() {
        SweepTables tables = new SweepTables(output, "sweep-1");
        tables.finished("a", "train.batch=16, model.dropout=0.5", 1, 100);
        tables.finished("b", "train.batch=128, model.dropout=0.5", 1, 150);
        tables.finished("c", "train.batch=32, model.dropout=0", 1, 120);
        tables.run("d", "train.batch=64, model.dropout=0", 1, "running", "");
        List<CellResult> cells = CellResult.of(new Results(output.toString()).sweep("sweep-1"));

        SweepKeys keys = new SweepKeys(cells, List.of("train.batch", "model.dropout"));
        ParallelCoordinates chart =
                (ParallelCoordinates) keys.parallel().orElseThrow().chart();

        assertThat(keys.split()).isEqualTo("validation");
        assertThat(chart.columns())
                .extracting(ParallelCoordinates.Column::name)
                .containsExactly("batch", "dropout", "accuracy in %");
        assertThat(chart.columns().get(0).ticks()).containsExactly("16", "32", "128");
        assertThat(chart.columns().get(0).at()).containsExactly(0.0, 0.5, 1.0);
        assertThat(chart.lines()).hasSize(3);
        // The axis is from 50 to 75 %.
        assertThat(chart.lines().get(0).at()).containsExactly(1, 1, 1);
        assertThat(chart.lines().get(1).at()).containsExactly(0.5, 0, 0.4);
        assertThat(chart.lines())
                .extracting(ParallelCoordinates.Line::highlighted)
                .containsExactly(true, false, false);
        assertThat(new SweepKeys(cells, List.of("train.batch")).parallel()).isEmpty();
    }

    @Test
    @Tag("slow")
    void thePageOfASweepOfAThousandTrialsIsSmall() {
        SweepTables tables = new SweepTables(output, "sweep-1000");
        for (int i = 0; i < 1000; i++) {
            String cell = String.format(
                    Locale.ROOT,
                    "train.optimizer.learning-rate=%.6f, model.dropout=%.3f, train.batch=%d",
                    1e-4 * (i + 1),
                    (i * 37 % 1000) / 1001.0,
                    16 << i % 4);
            tables.finished(String.format(Locale.ROOT, "trial-%04d", i), cell, 1, 100 + i * 31 % 97);
        }

        String html = SweepPage.of("sweep-1000", new Results(output.toString()).sweep("sweep-1000"))
                .html();

        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        assertThat(html)
                .contains("Sweep of 1,000 cells", "Importance of the keys", "the best 100 stand out", "trial-0999");
    }
}
