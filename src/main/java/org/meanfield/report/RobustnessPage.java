package org.meanfield.report;

import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.YamlWriter;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.metrics.RobustnessRow;

/** The page of an evaluation of robustness. */
public final class RobustnessPage {
    /** Of more, the table of conditions is better read from Parquet. */
    private static final int MOST_CONDITIONS = 150;
    /** Of each contender. */
    private static final int WORST_CLASSES = 3;

    private final RunData evaluation;
    private final String reference;
    private final ScoredImages shown;
    private final Page page;

    private RobustnessPage(RunData evaluation, String reference, ScoredImages shown, String lead) {
        this.evaluation = evaluation;
        this.reference = reference;
        this.shown = shown;
        this.page = new Page(evaluation.id(), lead);
    }

    /**
     * Makes it.
     *
     * @param reference the run that corruption errors are relative to; empty for none
     * @param shown asked for the names and for pictures of the corrupted images
     */
    public static Page of(RunData evaluation, String reference, ScoredImages shown) {
        Map<String, List<RobustnessRow>> sets = imageSets(evaluation, shown);
        RobustnessPage made = new RobustnessPage(evaluation, reference, shown, lead(evaluation, sets));
        if (sets.isEmpty()) {
            made.page.text("No rows are in the tables: an evaluation has them once it has finished.");
        }
        sets.forEach((images, rows) -> {
            boolean one = sets.size() == 1;
            made.set(one ? "" : ": " + images, one ? "" : images.replace(' ', '-') + "-", rows);
        });
        made.page.heading("Job");
        made.page.preformatted(YamlWriter.ofJson(evaluation.row().job()));
        return made.page;
    }

    private static String lead(RunData evaluation, Map<String, List<RobustnessRow>> sets) {
        List<RobustnessRow> all = sets.values().stream().flatMap(List::stream).toList();
        return "An evaluation of robustness, %s: %d models, %d conditions. Started %s."
                .formatted(
                        evaluation.row().status(),
                        all.stream().map(RobustnessRow::modelRun).distinct().count(),
                        all.stream()
                                .map(RobustnessRow::conditionHash)
                                .distinct()
                                .count(),
                        evaluation.row().started().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The rows by what the clean images are, each with a name. */
    private static Map<String, List<RobustnessRow>> imageSets(RunData evaluation, ScoredImages shown) {
        List<RobustnessRow> rows = evaluation.results().rows(evaluation.id(), RobustnessRow.class);
        Map<String, String> names = new HashMap<>();
        Map<String, String> hashes = new HashMap<>();
        for (RobustnessRow row : rows) {
            if (row.severity() == 0) {
                String hash = row.conditionHash();
                String name = shown.name(row.modelRun()).orElse("images " + hash.substring(0, 8));
                hashes.putIfAbsent(name, hash);
                names.put(
                        row.modelRun(),
                        hashes.get(name).equals(hash) ? name : "%s %s".formatted(name, hash.substring(0, 8)));
            }
        }
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> names.get(row.modelRun()), LinkedHashMap::new, Collectors.toList()));
    }

    private void set(String of, String prefix, List<RobustnessRow> rows) {
        List<Contender> contenders = Contender.of(rows, evaluation.results().runs());
        RobustnessCharts charts = new RobustnessCharts(contenders);
        models(of, contenders);
        page.heading("Accuracy by severity" + of);
        page.charts(named(prefix, charts.bySeverity()));
        page.heading("Models and corruptions" + of);
        page.charts(named(
                prefix,
                List.of(new Figure(
                        "heat-map",
                        "Images right in %",
                        "Means over severities, draws and models; the models by their place in the table above.",
                        charts.heatMap()))));
        samples(of, rows);
        comparisons(of, contenders);
        page.heading("Can the confidence be trusted?" + of);
        page.charts(named(prefix, charts.reliability()));
        classes(of, contenders);
        page.charts(named(prefix, charts.classes()));
        conditions(of, contenders);
    }

    private static List<Figure> named(String prefix, List<Figure> figures) {
        return figures.stream()
                .map(figure -> new Figure(prefix + figure.name(), figure.title(), figure.note(), figure.chart()))
                .toList();
    }

    private void models(String of, List<Contender> contenders) {
        page.heading("Models" + of);
        page.text(
                "Those that stand the corruptions best come first. Accuracy: the mean over the models of a cell with its 95 % "
                        + "t-interval; corrupted is the mean over corruptions, of each over its severities and draws. Calibration is "
                        + "the expected calibration error, mCE the mean corruption error relative to the reference of the job.");
        HtmlTable table = new HtmlTable(
                "place#",
                "model",
                "models#",
                "clean#",
                "corrupted#",
                "points lost#",
                "calibration, clean#",
                "calibration, corrupted#",
                "mCE#");
        Optional<RobustnessFigures> relativeTo = contenders.stream()
                .flatMap(contender -> contender.models().stream())
                .filter(model -> model.run().equals(reference))
                .map(Contender.Model::figures)
                .findFirst();
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            table.cell(Integer.toString(i + 1))
                    .cell(contender.name())
                    .cell(Integer.toString(contender.models().size()))
                    .cell(Numbers.percent(
                            contender.over(figures -> figures.clean().accuracy())))
                    .cell(Numbers.percent(contender.over(RobustnessFigures::corruptedAccuracy)))
                    .cell(points(contender
                            .over(figures -> figures.clean().accuracy() - figures.corruptedAccuracy())
                            .mean()))
                    .cell(Numbers.percent(mean(contender.rows("", 0), RobustnessRow::ece)))
                    .cell(Numbers.percent(mean(contender.corrupted(), RobustnessRow::ece)))
                    .cell(relativeTo
                            .map(figures -> Numbers.percent(contender.over(
                                    model -> model.meanCorruptionError(figures).orElse(Double.NaN))))
                            .orElse("–"));
        }
        page.markup(table.html());
    }

    private void samples(String of, List<RobustnessRow> rows) {
        page.heading("What they were shown" + of);
        try {
            page.markup(Html.picture(
                    shown.sheet(rows.get(0).modelRun(), rows.get(0).dataHash()),
                    "The first two images as they are, then at each severity of each corruption, first draw."));
        } catch (InvalidInputException | UncheckedIOException e) {
            page.text("The pictures are left out, since the data set cannot be opened from here: %s."
                    .formatted(e.getMessage()));
        }
    }

    private void comparisons(String of, List<Contender> contenders) {
        page.heading("Is the difference real?" + of);
        ComparisonTable table = new RobustnessComparisons(contenders, evaluation).table();
        if (contenders.size() == 1) {
            page.text("There is one alone.");
        } else if (table.size() == 0) {
            page.text("Nothing can be tested: single models need their predictions (predictions: all in the job), "
                    + "cells of sweeps at least two seeds in common.");
        } else {
            table.addTo(page);
        }
    }

    private record Weak(int label, double accuracy, String condition, double worst) {}

    private void classes(String of, List<Contender> contenders) {
        page.heading("The worst classes" + of);
        HtmlTable table = new HtmlTable(
                "model", "class#", "right under corruption#", "right as they are#", "worst under", "right there#");
        for (Contender contender : contenders) {
            for (Weak weak : weakest(contender)) {
                table.cell(contender.name())
                        .cell(Integer.toString(weak.label()))
                        .cell(Numbers.percent(weak.accuracy()))
                        .cell(Numbers.percent(Contender.classAccuracy(contender.rows("", 0), weak.label())))
                        .cell(weak.condition())
                        .cell(Numbers.percent(weak.worst()));
            }
        }
        page.markup(table.html());
    }

    private static List<Weak> weakest(Contender contender) {
        return IntStream.range(0, contender.classes())
                .filter(label -> contender.rows("", 0).get(0).classExamples().get(label) > 0)
                .mapToObj(label -> weak(contender, label))
                .sorted(Comparator.comparingDouble(Weak::accuracy))
                .limit(WORST_CLASSES)
                .toList();
    }

    private static Weak weak(Contender contender, int label) {
        Map<String, List<RobustnessRow>> conditions = contender.corrupted().stream()
                .collect(Collectors.groupingBy(
                        row -> "%s %s".formatted(row.corruption(), row.parameter()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        Map.Entry<String, List<RobustnessRow>> worst = conditions.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> Contender.classAccuracy(entry.getValue(), label)))
                .orElseThrow();
        return new Weak(
                label,
                Contender.classAccuracy(contender.corrupted(), label),
                worst.getKey(),
                Contender.classAccuracy(worst.getValue(), label));
    }

    private void conditions(String of, List<Contender> contenders) {
        page.heading("Every condition" + of);
        List<RobustnessRow> first = contenders.get(0).models().get(0).figures().corruptions().values().stream()
                .flatMap(List::stream)
                .filter(row -> row.repeat() == 1)
                .toList();
        if ((first.size() + 1) * contenders.size() > MOST_CONDITIONS) {
            page.text("They are %d, and in the table robustness.".formatted((first.size() + 1) * contenders.size()));
            return;
        }
        page.text(
                "Means over models and draws; the intervals, means too, are those of a single draw of a single model.");
        HtmlTable table = new HtmlTable(
                "images",
                "model",
                "right#",
                "Wilson 95 %#",
                "points lost#",
                "paired 95 %#",
                "loss#",
                "calibration#",
                "Brier#");
        contenders.forEach(contender -> row(table, "clean", contender, contender.rows("", 0)));
        contenders.get(0).corruptions().forEach(corruption -> {
            List<RobustnessRow> all = RobustnessCharts.all(contenders.get(0), corruption);
            RobustnessFigures.bySeverity(all)
                    .forEach((severity, level) -> contenders.forEach(contender -> row(
                            table,
                            "%s %s".formatted(corruption, level.get(0).parameter()),
                            contender,
                            contender.rows(corruption, severity))));
        });
        page.markup(table.html());
    }

    private static void row(HtmlTable table, String images, Contender contender, List<RobustnessRow> rows) {
        table.cell(images)
                .cell(contender.name())
                .cell(Numbers.percent(mean(rows, RobustnessRow::accuracy)))
                .cell("%s to %s"
                        .formatted(points(mean(rows, RobustnessRow::low)), points(mean(rows, RobustnessRow::high))))
                .cell(points(mean(rows, RobustnessRow::drop)))
                .cell("%s to %s"
                        .formatted(
                                points(mean(rows, RobustnessRow::dropLow)),
                                points(mean(rows, RobustnessRow::dropHigh))))
                .cell(decimals(mean(rows, RobustnessRow::loss)))
                .cell(Numbers.percent(mean(rows, RobustnessRow::ece)))
                .cell(decimals(mean(rows, RobustnessRow::brier)));
    }

    private static double mean(List<RobustnessRow> rows, ToDoubleFunction<RobustnessRow> figure) {
        return rows.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }
}
