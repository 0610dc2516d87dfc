package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.config.YamlWriter;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.storage.Storage;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunStatus;

/** Page of a sweep. */
public final class SweepPage {
    /** More cells would have too many pairs to read; the best ones are compared. */
    private static final int MOST_COMPARED = 12;

    private final String id;
    private final List<RunData> trials;
    private final boolean isValidated;
    private final List<CellResult> cells;
    private final SweepCharts charts;
    private final Page page;

    private SweepPage(String id, List<RunData> trials) {
        this.id = id;
        this.trials = trials;
        this.cells = CellResult.of(trials);
        this.isValidated = cells.stream().anyMatch(CellResult::isValidated);
        this.charts = new SweepCharts(cells);
        this.page = new Page(
                id,
                String.format(
                        Locale.ROOT,
                        "Sweep of %s and %s over %s: which %s has the best %s accuracy?",
                        Numbers.counted(cells.size(), "cell"),
                        Numbers.counted(trials.size(), "trial"),
                        varied(),
                        charts.keys().isEmpty() ? "seed" : "of them",
                        isValidated ? "validation" : "test"),
                Links.above(""));
    }

    /** Creates the page. */
    public static Page of(String id, List<RunData> trials) {
        SweepPage sweep = new SweepPage(id, trials);
        sweep.page.markup(new SweepFacts(trials).table(sweep.varied()).html());
        sweep.leaderboard();
        SweepKeys keys = new SweepKeys(sweep.cells, sweep.charts.keys());
        keys.addImportance(sweep.page);
        List<Figure> charts = new ArrayList<>(sweep.charts.all());
        keys.parallel().ifPresent(charts::add);
        sweep.page.heading("Charts").charts(charts);
        sweep.comparisons();
        sweep.trials();
        sweep.job();
        return sweep.page;
    }

    private String varied() {
        return charts.keys().isEmpty() ? "seeds" : String.join(", ", charts.keys());
    }

    private void leaderboard() {
        page.heading("Leaderboard");
        page.text(
                (isValidated ? "Ranked by validation accuracy. " : "")
                        + "Accuracies are the mean over seeds with its 95 % t-interval; std is the standard deviation of the test accuracy.");
        if (!isValidated) {
            page.warning(
                    "There is no validation split: the order is by test accuracy, and the best cell's is biased upwards, "
                            + "no estimate for new images. Set data.validation to select by images that the test does not have.");
        }
        HtmlTable table = new HtmlTable(
                "rank#",
                "cell",
                "validation accuracy#",
                "test accuracy#",
                "std#",
                "seeds#",
                "best trial#",
                "images/s#",
                "other trials");
        int place = 1;
        for (CellResult cell : cells) {
            Optional<SeedMean> mean = cell.accuracy();
            table.cell(Integer.toString(place++))
                    .cell(charts.name(cell))
                    .cell(cell.validation().map(Numbers::percent).orElse("–"))
                    .cell(mean.map(Numbers::percent).orElse("–") + unfinished(cell))
                    .cell(mean.filter(m -> m.count() > 1)
                            .map(m -> String.format(Locale.ROOT, "%.2f", 100 * m.deviation()))
                            .orElse("–"))
                    .cell(Integer.toString(cell.tested().size()));
            best(table, cell);
            table.cell(speed(cell)).cell(others(cell));
        }
        page.markup(table.html());
    }

    private static void best(HtmlTable table, CellResult cell) {
        Optional<RunData> best = cell.best();
        if (best.isEmpty()) {
            table.cell("–");
            return;
        }
        long seed = best.get().row().seed();
        table.link(
                Links.page(best.get().id()),
                String.format(
                        Locale.ROOT,
                        "%.2f %% (%d)",
                        100 * cell.tested().get(seed).accuracy(),
                        seed));
    }

    /** Marks a mean that does not cover all seeds. */
    private static String unfinished(CellResult cell) {
        int finished = cell.tested().size();
        int all = cell.trials().size();
        return finished == 0 || finished == all ? "" : String.format(Locale.ROOT, " (%d of %d seeds)", finished, all);
    }

    private static String speed(CellResult cell) {
        double[] speeds = cell.trials().stream()
                .map(RunData::rounds)
                .filter(rounds -> !rounds.isEmpty())
                .mapToDouble(TrainPage::imagesPerSecond)
                .toArray();
        return speeds.length == 0 ? "–" : Numbers.count(SeedMean.of(speeds).mean());
    }

    private static String others(CellResult cell) {
        String others =
                List.of(RunStatus.DIVERGED, RunStatus.FAILED, RunStatus.STOPPED_EARLY, RunStatus.RUNNING).stream()
                        .filter(status -> cell.count(status) > 0)
                        .map(status -> cell.count(status) + " " + status.label())
                        .collect(Collectors.joining(", "));
        return others.isEmpty() ? "–" : others;
    }

    private void comparisons() {
        page.heading("Significance");
        List<CellResult> compared = cells.stream()
                .filter(cell -> !cell.tested().isEmpty())
                .limit(MOST_COMPARED)
                .toList();
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            for (int k = i + 1; k < compared.size(); k++) {
                compared.get(i).against(compared.get(k), charts::name).ifPresent(pairs::add);
            }
        }
        ComparisonTable table = new ComparisonTable();
        Comparison.of(pairs).forEach(comparison -> table.add("", comparison));
        if (table.size() == 0) {
            page.text("No two cells have finished trials with the same seed.");
            return;
        }
        if (compared.size() < cells.size()) {
            page.text(String.format(
                    Locale.ROOT, "The best %d cells with finished trials are compared.", compared.size()));
        }
        page.text(String.format(
                Locale.ROOT,
                "Paired tests on the same test images. Cells with several seeds in common are compared over these (t test); of "
                        + "cells with one, its two models image by image (exact McNemar test), which says nothing about other seeds. "
                        + "p is corrected for %s (Holm); below 0.05 a difference is significant.",
                pairs.size() == 1 ? "the one comparison" : "all " + Numbers.counted(pairs.size(), "comparison")));
        table.addTo(page);
    }

    private void trials() {
        page.heading("Trials");
        HtmlTable table = new HtmlTable(
                "run",
                "cell",
                "seed#",
                "status",
                "validation accuracy#",
                "test accuracy#",
                "training time#",
                "job file");
        for (CellResult cell : cells) {
            for (RunData trial : cell.trials()) {
                table.link(Links.page(trial.id()), trial.id())
                        .cell(charts.name(cell))
                        .cell(Long.toString(trial.row().seed()))
                        .cell(trial.row().status()
                                + (trial.row().reason().isEmpty()
                                        ? ""
                                        : ": " + trial.row().reason()))
                        .cell(percent(trial.validated()))
                        .cell(percent(Optional.ofNullable(
                                cell.tested().get(trial.row().seed()))))
                        .cell(Numbers.seconds(trial.seconds()), trial.seconds())
                        .link("jobs/%s.yaml".formatted(trial.id()), "job.yaml");
            }
        }
        page.markup(table.html());
    }

    private static String percent(Optional<EvaluationRow> scored) {
        return scored.map(row -> Numbers.percent(row.accuracy())).orElse("–");
    }

    private void job() {
        String plan = Storage.child(trials.get(0).results().root(), "sweeps/%s/sweep.json".formatted(id));
        if (Storage.isFile(plan)) {
            page.heading("Job");
            page.preformatted(YamlWriter.ofJson(JobValues.part(Storage.read(plan), "job")));
        }
    }
}
