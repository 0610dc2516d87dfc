package org.meanfield.report;

import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.YamlWriter;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.tables.RobustnessRow;

/** The page of an evaluation of robustness. */
public final class RobustnessPage {
    /** Of more, the table of conditions is better read from Parquet. */
    private static final int MOST_CONDITIONS = 150;

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
            made.set(one ? "" : images + ": ", one ? "" : images.replace(' ', '-') + "-", rows);
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
        List<ComparedModel> contenders =
                ComparedModel.of(rows, evaluation.results().runs());
        RobustnessCharts charts = new RobustnessCharts(contenders);
        models(of, contenders);
        page.heading(of + "Accuracy by severity");
        page.charts(named(prefix, charts.bySeverity()));
        page.heading(of + "Models and corruptions");
        page.charts(named(
                prefix,
                List.of(new Figure(
                        "heat-map",
                        "Images right in %",
                        "Means over severities, draws and models; the models by their place in the table above.",
                        charts.heatMap()))));
        draws(contenders);
        samples(of, rows);
        comparisons(of, contenders);
        page.heading(of + "Can the confidence be trusted?");
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

    private void models(String of, List<ComparedModel> contenders) {
        page.heading(of + "Models");
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
                .map(ComparedModel.Model::figures)
                .findFirst();
        for (int i = 0; i < contenders.size(); i++) {
            ComparedModel contender = contenders.get(i);
            table.cell(Integer.toString(i + 1))
                    .cell(contender.name())
                    .cell(Integer.toString(contender.models().size()))
                    .cell(Numbers.percent(
                            contender.over(figures -> figures.clean().accuracy())))
                    .cell(Numbers.percent(contender.over(RobustnessFigures::corruptedAccuracy)))
                    .cell(RobustnessTables.points(contender
                            .over(figures -> figures.clean().accuracy() - figures.corruptedAccuracy())
                            .mean()))
                    .cell(Numbers.percent(RobustnessTables.mean(contender.clean(), RobustnessRow::ece)))
                    .cell(Numbers.percent(RobustnessTables.mean(contender.corrupted(), RobustnessRow::ece)))
                    .cell(relativeTo
                            .map(figures -> Numbers.percent(contender.over(
                                    model -> model.meanCorruptionError(figures).orElse(Double.NaN))))
                            .orElse("–"));
        }
        page.markup(table.html());
    }

    private void draws(List<ComparedModel> contenders) {
        Optional<HtmlTable> draws = RobustnessTables.draws(contenders);
        draws.ifPresent(table -> page.text(
                        "Of what was drawn several times: the mean over severities and draws, and the standard deviation over the "
                                + "draws of the mean over severities; of a cell, the mean of both over its models.")
                .markup(table.html()));
    }

    private void samples(String of, List<RobustnessRow> rows) {
        page.heading(of + "What they were shown");
        try {
            page.markup(Html.picture(
                    shown.sheet(rows.get(0).modelRun(), rows.get(0).dataHash()),
                    "The first two images as they are, then at each severity of each corruption, first draw."));
        } catch (InvalidInputException | UncheckedIOException e) {
            page.text("The pictures are left out, since the data set cannot be opened from here: %s."
                    .formatted(e.getMessage()));
        } catch (CannotDrawException e) {
            page.text("The pictures are left out, since %s.".formatted(e.getMessage()));
        }
    }

    private void comparisons(String of, List<ComparedModel> contenders) {
        page.heading(of + "Is the difference real?");
        RobustnessComparisons comparisons = new RobustnessComparisons(contenders, evaluation);
        ComparisonTable table = comparisons.table();
        if (contenders.size() == 1) {
            page.text("There is one model alone.");
        } else if (table.size() == 0) {
            page.text("Nothing can be tested: single models need their predictions (predictions: all in the job), "
                    + "cells of sweeps at least two seeds in common.");
        } else {
            if (comparisons.leftOut() > 0) {
                page.text("Compared are the best %d; %d are left out."
                        .formatted(contenders.size() - comparisons.leftOut(), comparisons.leftOut()));
            }
            table.addTo(page);
        }
    }

    private void classes(String of, List<ComparedModel> contenders) {
        page.heading(of + "The worst classes");
        page.markup(RobustnessTables.worstClasses(contenders).html());
    }

    private void conditions(String of, List<ComparedModel> contenders) {
        page.heading(of + "Every condition");
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
        page.markup(RobustnessTables.conditions(contenders).html());
    }
}
