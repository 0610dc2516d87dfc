package org.meanfield.report;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.YamlWriter;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.tables.RobustnessRow;

/** Page of a robustness evaluation. */
public final class RobustnessPage {
    /** Beyond this, the conditions are read from the Parquet table. */
    private static final int MOST_CONDITIONS = 150;

    private final RunData evaluation;
    private final String reference;
    private final ScoredImages shown;
    private final Page page;

    private RobustnessPage(RunData evaluation, String reference, ScoredImages shown, String lead) {
        this.evaluation = evaluation;
        this.reference = reference;
        this.shown = shown;
        this.page = new Page(evaluation.id(), lead, Links.above(""));
    }

    /**
     * Creates the page.
     *
     * @param reference the run that corruption errors are relative to; empty for none
     * @param shown gives the names and sample images of the data
     */
    public static Page of(RunData evaluation, String reference, ScoredImages shown) {
        Map<String, List<RobustnessRow>> sets = imageSets(evaluation, shown);
        RobustnessPage built = new RobustnessPage(evaluation, reference, shown, lead(evaluation, sets));
        if (sets.isEmpty()) {
            built.page.text("There are no rows yet: an evaluation writes them when it finishes.");
        }
        sets.forEach((images, rows) -> {
            boolean one = sets.size() == 1;
            built.set(one ? "" : images + ": ", one ? "" : images.replace(' ', '-') + "-", rows);
        });
        built.page.heading("Job");
        built.page.preformatted(YamlWriter.ofJson(evaluation.row().job()));
        return built.page;
    }

    private static String lead(RunData evaluation, Map<String, List<RobustnessRow>> sets) {
        List<RobustnessRow> all = sets.values().stream().flatMap(List::stream).toList();
        return String.format(
                Locale.ROOT,
                "Robustness evaluation, %s: %s, %s. Started %s%s.",
                evaluation.row().status(),
                Numbers.counted(
                        all.stream().map(RobustnessRow::modelRun).distinct().count(), "model"),
                Numbers.counted(
                        all.stream()
                                .map(RobustnessRow::conditionHash)
                                .distinct()
                                .count(),
                        "condition"),
                Numbers.minute(evaluation.row().started()),
                Numbers.resumes(evaluation.row().resumes()));
    }

    /** The rows by test set, each with a name. */
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
        List<ComparedModel> compared =
                ComparedModel.of(rows, evaluation.results().runs());
        RobustnessCharts charts = new RobustnessCharts(compared, names(rows));
        models(of, compared);
        List<Figure> bySeverity = charts.bySeverity();
        if (!bySeverity.isEmpty()) {
            page.heading(of + "Accuracy by severity");
            page.charts(named(prefix, bySeverity));
        }
        page.heading(of + "Models and corruptions");
        List<Figure> overview = new ArrayList<>();
        overview.add(new Figure(
                "heat-map",
                "Accuracy in %",
                "Means over severities, draws and models, the most robust model first.",
                charts.heatMap()));
        charts.pareto().ifPresent(overview::add);
        page.charts(named(prefix, overview));
        draws(compared);
        attacks(of, prefix, compared, names(rows));
        samples(of, rows);
        comparisons(of, compared);
        page.heading(of + "Calibration");
        page.charts(named(prefix, charts.reliability()));
        classes(of, compared, names(rows));
        page.charts(named(prefix, charts.classes()));
        conditions(of, compared);
    }

    private static List<Figure> named(String prefix, List<Figure> figures) {
        return figures.stream()
                .map(figure -> new Figure(prefix + figure.name(), figure.title(), figure.note(), figure.chart()))
                .toList();
    }

    private void models(String of, List<ComparedModel> compared) {
        page.heading(of + "Models");
        page.text(
                "Most robust first. Accuracy: the mean over the models of a cell with its 95 % "
                        + "t-interval; corrupted is the mean over corruptions, each averaged over its severities and draws. Calibration is "
                        + "the expected calibration error (ECE), mCE the mean corruption error relative to the job's reference.");
        page.markup(RobustnessTables.models(
                        compared, reference, evaluation.results().runs())
                .html());
    }

    private ClassNames names(List<RobustnessRow> rows) {
        return shown.classNames(rows.get(0).modelRun());
    }

    private void draws(List<ComparedModel> compared) {
        Optional<HtmlTable> draws = RobustnessTables.draws(compared);
        draws.ifPresent(table -> page.text(
                        "Of corruptions drawn several times: the mean over severities and draws, and the standard deviation over the "
                                + "draws of the mean over severities; for a cell, the mean of both over its models.")
                .markup(table.html()));
    }

    private void attacks(String of, String prefix, List<ComparedModel> compared, ClassNames names) {
        List<ComparedModel> attacked =
                compared.stream().map(ComparedModel::underAttack).toList();
        if (attacked.get(0).corruptions().isEmpty()) {
            return;
        }
        page.heading(of + "Attacks");
        page.warning(
                "Made with the gradient of the model named after \"for\" (own: each model's own). Accuracy under a gradient attack is an "
                        + "upper bound on robustness: a stronger attack, or more steps, can only lower it, and gradients that vanish hide weaknesses "
                        + "instead of removing them (Athalye, Carlini and Wagner 2018). Attacks count in no mean over corruptions.");
        page.charts(named(prefix, new RobustnessCharts(attacked, names).bySeverity()));
        page.markup(RobustnessTables.conditions(attacked).html());
    }

    private void samples(String of, List<RobustnessRow> rows) {
        page.heading(of + "Sample images");
        try {
            page.markup(Html.picture(
                    shown.sheet(rows.get(0).modelRun(), rows.get(0).dataHash()),
                    "The first two images, clean and at each severity of each corruption, first draw."));
        } catch (InvalidInputException | UncheckedIOException e) {
            page.text("Sample images are omitted, since the data set cannot be opened here: %s."
                    .formatted(e.getMessage()));
        } catch (CannotDrawException e) {
            page.text("Sample images are omitted, since %s.".formatted(e.getMessage()));
        }
    }

    private void comparisons(String of, List<ComparedModel> compared) {
        page.heading(of + "Significance");
        RobustnessComparisons comparisons = new RobustnessComparisons(compared, evaluation);
        ComparisonTable table = comparisons.table();
        if (compared.size() == 1) {
            page.text("There is only one model.");
        } else if (table.size() == 0) {
            page.text("No test is possible: single models need their predictions (predictions: all in the job), "
                    + "cells of sweeps at least two seeds in common.");
        } else {
            if (comparisons.leftOut() > 0) {
                page.text(String.format(
                        Locale.ROOT,
                        "The best %d are compared; %d are left out.",
                        compared.size() - comparisons.leftOut(),
                        comparisons.leftOut()));
            }
            page.text(
                    "Paired tests on the same test images: of cells with several seeds in common over these (t test), of two single "
                            + "models image by image on the first draw (exact McNemar test; for a mean of conditions a t test), which says nothing "
                            + "about other seeds. Clean images and the mean over all corruptions are compared for each pair of models, p is "
                            + "corrected for the pairs (Holm), and below 0.05 a difference is significant. A pair that differs over all "
                            + "corruptions is compared under each, corrected for these and for the choice of the pair (Benjamini and Bogomolov 2014).");
            table.addTo(page);
        }
    }

    private void classes(String of, List<ComparedModel> compared, ClassNames names) {
        page.heading(of + "Worst classes");
        page.markup(RobustnessTables.worstClasses(compared, names).html());
    }

    private void conditions(String of, List<ComparedModel> compared) {
        page.heading(of + "All conditions");
        List<RobustnessRow> first = compared.get(0).models().get(0).figures().corruptions().values().stream()
                .flatMap(List::stream)
                .filter(row -> row.repeat() == 1)
                .toList();
        if ((first.size() + 1) * compared.size() > MOST_CONDITIONS) {
            page.text(String.format(
                    Locale.ROOT, "There are %d rows, in the table robustness.", (first.size() + 1) * compared.size()));
            return;
        }
        page.text(
                "Means over models and draws; intervals are for one draw of one model, and also averaged. Parameters that name no "
                        + "benchmark are the job's own or those of CIFAR-10-C for three channels and of MNIST-C for others.");
        page.markup(RobustnessTables.conditions(compared).html());
    }
}
