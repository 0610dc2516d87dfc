package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RunStatus;

/** Page of a sweep. */
public final class SweepPage {
    /** More cells would have too many pairs to read; the best ones are compared. */
    private static final int MOST_COMPARED = 12;

    private final List<CellResult> cells;
    private final SweepCharts charts;
    private final Page page;

    private SweepPage(String id, List<RunData> trials) {
        this.cells = CellResult.of(trials);
        this.charts = new SweepCharts(cells);
        this.page = new Page(
                id,
                String.format(
                        Locale.ROOT,
                        "Sweep of %s and %s over %s.",
                        Numbers.counted(cells.size(), "cell"),
                        Numbers.counted(trials.size(), "trial"),
                        charts.keys().isEmpty() ? "seeds" : String.join(", ", charts.keys())));
    }

    /** Creates the page. */
    public static Page of(String id, List<RunData> trials) {
        SweepPage sweep = new SweepPage(id, trials);
        sweep.leaderboard();
        sweep.page.heading("Charts").charts(sweep.charts.all());
        sweep.comparisons();
        sweep.trials();
        return sweep.page;
    }

    private void leaderboard() {
        page.heading("Leaderboard");
        page.text("Test accuracy: the mean over seeds with its 95 % t-interval, and the standard deviation.");
        if (cells.stream().noneMatch(CellResult::isValidated)) {
            page.text(
                    "There is no validation split: the order is by test accuracy, and the best cell's is then no estimate for "
                            + "new images.");
        }
        HtmlTable table = new HtmlTable(
                "rank#", "cell", "test accuracy#", "std#", "seeds#", "best seed#", "images/s#", "other trials");
        int place = 1;
        for (CellResult cell : cells) {
            Optional<SeedMean> mean = cell.accuracy();
            table.cell(Integer.toString(place++))
                    .cell(charts.name(cell))
                    .cell(mean.map(Numbers::percent).orElse("–") + unfinished(cell))
                    .cell(mean.filter(m -> m.count() > 1)
                            .map(m -> String.format(Locale.ROOT, "%.2f", 100 * m.deviation()))
                            .orElse("–"))
                    .cell(Integer.toString(cell.tested().size()))
                    .cell(cell.best()
                            .map(run -> String.format(
                                    Locale.ROOT,
                                    "%.2f %% (%d)",
                                    100 * cell.tested().get(run.row().seed()).accuracy(),
                                    run.row().seed()))
                            .orElse("–"))
                    .cell(speed(cell))
                    .cell(others(cell));
        }
        page.markup(table.html());
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
        HtmlTable table = new HtmlTable("run", "cell", "seed#", "status", "test accuracy#", "job file");
        for (CellResult cell : cells) {
            for (RunData trial : cell.trials()) {
                String own = "reports/%s/index.html".formatted(trial.id());
                if (Storage.exists(Storage.child(trial.results().root(), own))) {
                    table.link("../%s/index.html".formatted(trial.id()), trial.id());
                } else {
                    table.cell(trial.id());
                }
                table.cell(charts.name(cell))
                        .cell(Long.toString(trial.row().seed()))
                        .cell(trial.row().status()
                                + (trial.row().reason().isEmpty()
                                        ? ""
                                        : ": " + trial.row().reason()))
                        .cell(Optional.ofNullable(cell.tested().get(trial.row().seed()))
                                .map(row -> Numbers.percent(row.accuracy()))
                                .orElse("–"))
                        .link("jobs/%s.yaml".formatted(trial.id()), "job.yaml");
            }
        }
        page.markup(table.html());
    }
}
