package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.StripChart;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.SweepTables;

/** Sweeps by hand: one of batch × dropout with three seeds, of which some trials did not finish, and one of a single seed. */
final class SweepTest {
    @TempDir
    private static Path output;

    private static List<CellResult> cells;
    private static SweepCharts charts;
    private static SweepCurves curves;
    private static Results results;

    @BeforeAll
    static void write() {
        SweepTables grid = new SweepTables(output, "grid-1");
        for (int seed = 1; seed <= 3; seed++) {
            grid.finished("a-" + seed, "train.batch=64, model.dropout=0.0", seed, 160 + seed);
            grid.finished("b-" + seed, "train.batch=128, model.dropout=0.0", seed, 180 + 2 * seed);
        }
        grid.finished("c-1", "train.batch=64, model.dropout=0.5", 1, 190);
        grid.run("c-2", "train.batch=64, model.dropout=0.5", 2, "diverged", "its loss grew without end");
        grid.course("c-2", 1);
        grid.run("d-1", "train.batch=128, model.dropout=0.5", 1, "failed", "no <memory>");
        grid.run("d-2", "train.batch=128, model.dropout=0.5", 2, "stopped-early", "");
        grid.course("d-1", 2);
        grid.course("d-2", 2, 4);
        grid.study("f-1");
        SweepTables single = new SweepTables(output, "single-1");
        single.finished("e-1", "x=<b>&\"1\"", 7, 150);
        single.finished("e-2", "x=2", 7, 160);
        results = new Results(output.toString());
        cells = CellResult.of(results.sweep("grid-1"));
        charts = new SweepCharts(cells);
        curves = new SweepCurves(cells, charts::name);
    }

    @Test
    void theBestCellComesFirstAndThoseWithoutResultLast() {
        assertThat(cells)
                .extracting(charts::name)
                .containsExactly(
                        "batch 64, dropout 0.5",
                        "batch 128, dropout 0.0",
                        "batch 64, dropout 0.0",
                        "batch 128, dropout 0.5");
        assertThat(cells.get(1).accuracy()).contains(SeedMean.of(0.91, 0.92, 0.93));
        assertThat(cells.get(3).accuracy()).isEmpty();
        assertThat(cells.get(1).best().orElseThrow().id()).isEqualTo("b-3");
    }

    @Test
    void whatDidNotFinishIsCountedAndNotAveraged() {
        assertThat(cells.get(0).accuracy()).get().extracting(SeedMean::count).isEqualTo(1);
        assertThat(cells.get(0).count(RunStatus.DIVERGED)).isEqualTo(1);
        assertThat(cells.get(3).count(RunStatus.FAILED)).isEqualTo(1);
        assertThat(cells.get(3).count(RunStatus.STOPPED_EARLY)).isEqualTo(1);
    }

    private static String label(CellResult cell) {
        return cell.name().label();
    }

    @Test
    void cellsAreComparedOverTheSeedsThatBothHave() {
        PairedTest overSeeds = cells.get(1)
                .against(cells.get(2), SweepTest::label)
                .orElseThrow()
                .test();
        assertThat(overSeeds.method()).isEqualTo("paired t, 3 seeds");
        assertThat(overSeeds.difference()).isCloseTo((21 + 22 + 23) / 600.0, within(1e-12));

        Comparison.Pair pair =
                cells.get(0).against(cells.get(1), SweepTest::label).orElseThrow();
        PairedTest oneSeed = pair.test();
        assertThat(oneSeed.method()).isEqualTo("McNemar");
        assertThat(pair.first())
                .isEqualTo("the model of seed 1 of " + cells.get(0).name().label());
        assertThat(oneSeed.difference()).isEqualTo(8 / 200.0);
        assertThat(oneSeed.p()).isCloseTo(2 * Math.pow(0.5, 8), within(1e-12));

        assertThat(cells.get(0).against(cells.get(3), SweepTest::label)).isEmpty();
    }

    @Test
    void thePredictionsOfATrialAreReadOnceForAllPairs() {
        List<CellResult> own = CellResult.of(results.sweep("grid-1"));

        own.get(0).against(own.get(1), SweepTest::label);

        assertThat(own.get(0).hits()).containsOnlyKeys(1L);
        boolean[] read = own.get(0).hits().get(1L);
        own.get(0).against(own.get(2), SweepTest::label);
        assertThat(own.get(0).hits().get(1L)).isSameAs(read).hasSize(SweepTables.IMAGES);
    }

    @Test
    void theHeatMapHasTheTwoKeysWithNumbersBySize() {
        HeatMap map = charts.heatMap();

        assertThat(map.rows()).containsExactly("64", "128");
        assertThat(map.columns()).containsExactly("0.0", "0.5");
        assertThat(map.values()[0][0]).isCloseTo(81, within(1e-9));
        assertThat(map.values()[0][1]).isEqualTo(95);
        assertThat(map.values()[1][0]).isCloseTo(92, within(1e-9));
        assertThat(map.values()[1][1]).isNaN();
    }

    @Test
    void eachValueOfAKeyHasTheTrialsOfAllItsCells() {
        List<StripChart.Group> groups = charts.byValue("train.batch");

        assertThat(groups).extracting(StripChart.Group::name).containsExactly("64", "128");
        assertThat(groups.get(0).values()).containsExactlyInAnyOrder(80.5, 81, 81.5, 95);
        assertThat(groups.get(1).values()).containsExactlyInAnyOrder(91, 92, 93);
        assertThat(groups.get(1).low()).isCloseTo(SeedMean.of(91, 92, 93).low(), within(1e-9));
    }

    @Test
    void curvesAreMeansOverTheTrials() {
        LineChart chart = curves.of("%", SweepCurves::validation);
        LineChart.Series best = chart.series().get(1);

        assertThat(best.name()).isEqualTo("batch 128, dropout 0.0");
        assertThat(best.x()).containsExactly(1, 2);
        assertThat(best.y()).containsExactly(new double[] {46, 92}, within(1e-9));
        assertThat(best.high()[1]).isCloseTo(SeedMean.of(91, 92, 93).high(), within(1e-9));
    }

    @Test
    void trialsThatEndedEarlyCutNoCurveShort() {
        LineChart.Series one = curves.of("%", SweepCurves::validation).series().get(0);
        assertThat(one.x()).as("the finished trial's").containsExactly(1, 2);
        assertThat(one.y()).containsExactly(new double[] {47.5, 95}, within(1e-9));

        LineChart.Series none = curves.of("nats", SweepCurves::losses).series().get(3);
        assertThat(none.x()).as("no trial has finished").containsExactly(1, 3);
        assertThat(none.y()).containsExactly(new double[] {1.5, 0.75}, within(1e-9));
    }

    @Test
    void aHeatMapIsDrawnWhereEveryCellSetsBothKeys() {
        SweepTables list = new SweepTables(output, "list-1");
        list.finished("g-1", "augment=[]", 1, 150);
        list.finished("g-2", "augment=[{type: cutout}], model.dropout=0.1", 1, 160);
        Page page = SweepPage.of("list-1", new Results(output.toString()).sweep("list-1"));

        assertThat(page.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "cells",
                        "by-augment",
                        "by-model-dropout",
                        "curves-loss",
                        "curves-validation",
                        "speed",
                        "parallel");
    }

    @Test
    void aSweepOverSeedsAloneNamesItsCell() {
        SweepTables seeds = new SweepTables(output, "seeds-1");
        seeds.finished("h-1", "train.batch=64", 1, 150);
        seeds.finished("h-2", "train.batch=64", 2, 160);

        assertThat(SweepPage.of("seeds-1", new Results(output.toString()).sweep("seeds-1"))
                        .html())
                .contains("<td data-label=\"cell\">train.batch=64</td>");
    }

    @Test
    void thePageHasEverything() {
        Page page = SweepPage.of("grid-1", results.sweep("grid-1"));

        assertThat(page.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "cells",
                        "heat-map",
                        "by-train-batch",
                        "by-model-dropout",
                        "curves-loss",
                        "curves-validation",
                        "speed",
                        "parallel");
        assertThat(page.html())
                .contains(
                        "Sweep of 4 cells and 10 trials over train.batch, model.dropout: which of them has the best validation accuracy?")
                .contains(
                        "92.00 ± 2.48 %<",
                        "93.00 % (3)", "95.00 % (1 of 2 seeds)", "1 diverged", "1 failed, 1 stopped-early")
                .contains("batch 128, dropout 0.0 is better than batch 64, dropout 0.0 by 11.00 ± 1.24 points.")
                .contains("failed: no &lt;memory&gt;", "href=\"jobs/a-1.yaml\"")
                .doesNotContain("NaN", "Infinity", "http");
    }

    @Test
    void aCellIsShownAndNotObeyed() {
        assertThat(SweepPage.of("single-1", results.sweep("single-1")).html())
                .contains("&lt;b&gt;&amp;&quot;1&quot;", "McNemar</td>")
                .containsPattern("the model of seed \\d+ of .* is ")
                .doesNotContain("<b>&");
    }

    @Test
    void aRunThatIsNoTrainingHasNoPage() {
        assertThat(results.runs()).hasSize(12).doesNotContainKey("f-1");
    }

    @Test
    void whatIsNotThereIsNamedWithTheNearest() {
        assertThatThrownBy(() -> results.run("a-9"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--run is a-9 but must be the id of a run under %s; did you mean a-1?", output);
        assertThatThrownBy(() -> results.sweep("grid-2"))
                .hasMessage("--sweep is grid-2 but must be the id of a sweep under %s; did you mean grid-1?", output);
        assertThatThrownBy(() -> results.sweep("something else")).hasMessageEndingWith("there are grid-1, single-1");
    }
}
