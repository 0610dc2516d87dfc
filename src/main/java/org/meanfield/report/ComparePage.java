package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.storage.Sha256;

/** Page of some trainings beside each other: what their jobs differ in, their learning curves in one chart, and whether the difference is more than chance. */
public final class ComparePage {
    private static final int LEAST = 2;
    /** As many as there are colours. */
    private static final int MOST = 8;

    private final List<RunData> runs;
    private final Page page;

    private ComparePage(List<RunData> runs) {
        this.runs = runs;
        this.page = new Page(
                "Comparison of " + runs.size() + " runs",
                runs.stream().map(RunData::id).collect(Collectors.joining(", ")),
                Links.above(""));
    }

    /**
     * Returns the name of the page's folder, which depends on the runs and their order.
     *
     * @throws org.meanfield.config.InvalidInputException if there are not 2 … 8 different ones
     */
    public static String id(List<String> runs) {
        Check.that(
                runs.size() >= LEAST && runs.size() <= MOST,
                "--compare",
                runs.size() + " ids",
                String.format(Locale.ROOT, "%d … %d ids of runs", LEAST, MOST));
        Check.that(
                new HashSet<>(runs).size() == runs.size(),
                "--compare",
                String.join(" ", runs),
                "ids of different runs");
        return "compare-" + Sha256.of(String.join("\n", runs)).substring(0, 8);
    }

    /** Creates the page. */
    public static Page of(List<RunData> runs) {
        ComparePage compared = new ComparePage(runs);
        compared.results();
        compared.differences();
        compared.curves();
        compared.significance();
        return compared.page;
    }

    private void results() {
        if (runs.stream().map(run -> run.row().dataHash()).distinct().count() > 1) {
            page.warning("The runs have not the same data: their accuracies are of different images.");
        }
        HtmlTable table = new HtmlTable(
                "run", "status", "validation accuracy#", "test accuracy#", "test loss#", "images/s#", "training time#");
        for (RunData run : runs) {
            boolean trained = !run.rounds().isEmpty();
            table.link(Links.page(run.id()), run.id())
                    .cell(run.row().status())
                    .cell(run.validated()
                            .map(row -> Numbers.percent(row.accuracy()))
                            .orElse("–"))
                    .cell(run.tested()
                            .map(row -> Numbers.percent(row.accuracy()))
                            .orElse("–"))
                    .cell(run.tested()
                            .map(row -> String.format(Locale.ROOT, "%.4f", row.loss()))
                            .orElse("–"))
                    .cell(trained ? Numbers.count(TrainPage.imagesPerSecond(run.rounds())) : "–")
                    .cell(trained ? Numbers.seconds(run.seconds()) : "–", run.seconds());
        }
        page.markup(table.html());
    }

    private void differences() {
        page.heading("Differences of the jobs");
        Map<String, JobValues> jobs = new LinkedHashMap<>();
        runs.forEach(run -> jobs.put(run.id(), JobValues.of(run.row().job())));
        Set<String> keys = new LinkedHashSet<>();
        jobs.values().forEach(job -> keys.addAll(job.values().keySet()));
        keys.removeIf(key ->
                jobs.values().stream().map(job -> job.get(key)).distinct().count() == 1);
        if (keys.isEmpty()) {
            page.text(
                    "There are none: the jobs are equal, and so should the results be on the same data, version and instruction set.");
            return;
        }
        List<String> headings = new ArrayList<>(List.of("key"));
        headings.addAll(jobs.keySet());
        HtmlTable table = new HtmlTable(headings.toArray(String[]::new));
        for (String key : keys) {
            table.cell(key);
            jobs.values().forEach(job -> table.cell(job.values().getOrDefault(key, "–")));
        }
        page.markup(table.html());
        page.text("All other keys are equal.");
    }

    private void curves() {
        page.heading("Learning curves");
        List<Figure> figures = new ArrayList<>();
        boolean trained = runs.stream().anyMatch(run -> !run.rounds().isEmpty());
        figures.add(Figure.orWhy(
                trained,
                "No run has finished a round yet.",
                new Figure(
                        "loss",
                        "Training loss",
                        "The mean of each epoch.",
                        chart("cross-entropy in nats", SweepCurves::losses))));
        figures.add(Figure.orWhy(
                runs.stream().anyMatch(run -> !run.evaluations("validation").isEmpty()),
                "No run has been scored on a validation split.",
                new Figure(
                        "validation",
                        "Validation accuracy",
                        "After each epoch.",
                        chart("accuracy in %", SweepCurves::validation))));
        page.charts(figures);
    }

    private LineChart chart(String label, Function<RunData, SortedMap<Double, Double>> values) {
        List<Series> series = new ArrayList<>();
        for (RunData run : runs) {
            SortedMap<Double, Double> curve = values.apply(run);
            series.add(new Series(
                    run.id(),
                    ChartColour.series(series.size()),
                    Look.DOTS,
                    curve.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                    curve.values().stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return new LineChart(
                Axis.counting("epochs", series.stream().flatMapToDouble(line -> Arrays.stream(line.x()))),
                Axis.of(label, series.stream().flatMapToDouble(line -> Arrays.stream(line.y()))),
                series);
    }

    private void significance() {
        page.heading("Is the difference more than chance?");
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            for (int k = i + 1; k < runs.size(); k++) {
                boolean[] first = runs.get(i).hits();
                boolean[] second = runs.get(k).hits();
                if (first.length > 0
                        && first.length == second.length
                        && runs.get(i).row().dataHash().equals(runs.get(k).row().dataHash())) {
                    pairs.add(new Comparison.Pair(
                            runs.get(i).id(), runs.get(k).id(), PairedTest.overImages(first, second)));
                }
            }
        }
        if (pairs.isEmpty()) {
            page.text("No two of the runs have predictions for the same test images.");
            return;
        }
        page.text(
                "Image by image on the same test images (exact McNemar test), "
                        + (pairs.size() == 1
                                ? "which says nothing about other seeds."
                                : "p corrected for all comparisons (Holm). It says nothing about other seeds: for that, sweep over them."));
        ComparisonTable table = new ComparisonTable();
        Comparison.of(pairs).forEach(comparison -> table.add("", comparison));
        table.addTo(page);
    }
}
