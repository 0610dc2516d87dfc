package org.meanfield.report;

import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.YamlWriter;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.storage.Storage;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;

/** Page of a training run. */
public final class TrainPage {
    private static final int MISTAKES = 24;

    private final RunData run;
    private final TestImages images;
    private final ClassNames names;
    private final RunRow row;
    private final List<RoundRow> rounds;
    private final Optional<EvaluationRow> tested;
    private final Page page;

    private TrainPage(RunData run, TestImages images) {
        this.run = run;
        this.images = images;
        this.names = images.names(run);
        this.row = run.row();
        this.rounds = run.rounds();
        this.tested = run.tested();
        this.page = new Page(
                run.id(),
                "Training run, %s%s. Started %s%s."
                        .formatted(
                                row.status(),
                                row.reason().isEmpty() ? "" : " (" + row.reason() + ")",
                                Numbers.minute(row.started()),
                                Numbers.resumes(row.resumes())),
                Links.above(row.sweepId()));
    }

    /** Creates the page; {@code images} gives pictures of the mistakes. */
    public static Page of(RunData run, TestImages images) {
        TrainPage train = new TrainPage(run, images);
        train.facts();
        train.tiles();
        train.training();
        train.predictions();
        train.provenance();
        return train.page;
    }

    private void facts() {
        row.warnings().forEach(page::warning);
        List<String> evaluations = run.results().evaluationsOf(run.id());
        if (!evaluations.isEmpty()) {
            page.markup(Html.paragraph(
                    evaluations.size() == 1 ? "Robustness: " : "Robustness evaluations: ", Links.pages(evaluations)));
        }
        if (run.results().isExplained(run.id())) {
            page.markup(Html.paragraph("", Map.of(Results.EXPLANATION, "What the model looks at")));
        }
    }

    private void tiles() {
        List<String> tiles = new ArrayList<>();
        tested.ifPresent(test -> {
            tiles.add(Html.tile(
                    Numbers.percent(test.accuracy()),
                    String.format(
                            Locale.ROOT,
                            "test accuracy of %,d images (95 %% CI %.2f to %.2f)",
                            test.examples(),
                            100 * test.low(),
                            100 * test.high())));
            tiles.add(Html.tile(String.format(Locale.ROOT, "%.4f", test.loss()), "test loss, in nats"));
            tiles.add(Html.tile(String.format(Locale.ROOT, "%.2f %%", 100 * test.ece()), "expected calibration error"));
        });
        Optional<RunningRun> running = RunningRun.of(run, rounds);
        running.ifPresent(now -> tiles.addAll(now.tiles(rounds)));
        if (!rounds.isEmpty() && running.isEmpty()) {
            RoundRow last = rounds.get(rounds.size() - 1);
            tiles.add(Html.tile(
                    Numbers.count(imagesPerSecond(rounds)),
                    rounds.size() > 1 ? "training images/s, without the first round" : "training images/s"));
            tiles.add(Html.tile(
                    Numbers.count(rounds.size()),
                    "%s in %s"
                            .formatted(
                                    rounds.size() == 1 ? "round" : "rounds", Numbers.counted(last.epoch(), "epoch"))));
            tiles.add(Html.tile(Numbers.seconds(run.seconds()), "training time, checkpoints included"));
        }
        page.markup(Html.group("tiles", tiles));
    }

    private void training() {
        page.heading("Training");
        if (rounds.isEmpty()) {
            page.text("There are no rounds yet: a run writes them with its first checkpoint.");
            return;
        }
        page.charts(new TrainingCharts(rounds, run.evaluations()).all());
    }

    private void predictions() {
        page.heading("Test predictions");
        List<PredictionRow> predictions = run.predictions();
        if (predictions.isEmpty()) {
            page.text("There are no predictions yet: a run writes them when it finishes.");
            return;
        }
        PredictionCharts charts = new PredictionCharts(predictions, names);
        page.charts(charts.all());
        List<ClassScore> scores = charts.scores();
        page.heading("Precision, recall and F1");
        page.text("The unweighted means over the classes (macro averages) are %s, %s and %s."
                .formatted(
                        Numbers.percent(ClassScore.mean(scores, ClassScore::precision)),
                        Numbers.percent(ClassScore.mean(scores, ClassScore::recall)),
                        Numbers.percent(ClassScore.mean(scores, ClassScore::f1))));
        page.markup(ClassScore.table(scores).html());
        page.heading("Most confident mistakes");
        List<PredictionRow> mistakes = charts.mistakes(MISTAKES);
        if (mistakes.isEmpty()) {
            page.text("There are none: every test image is classified correctly.");
            return;
        }
        try {
            Splits splits = images.open(run);
            List<String> files = images.files(run);
            page.markup(Html.group(
                    "images",
                    mistakes.stream().map(row -> picture(row, splits, files)).toList()));
        } catch (InvalidInputException | UncheckedIOException e) {
            page.text("Their pictures are omitted, since the data set cannot be opened here: %s."
                    .formatted(e.getMessage()));
            HtmlTable table = new HtmlTable("image#", "true class", "predicted", "confidence#");
            mistakes.forEach(row -> table.cell(Integer.toString(row.index()))
                    .cell(names.of(row.label()))
                    .cell(names.of(row.predicted()))
                    .cell(Numbers.percent(row.confidence())));
            page.markup(table.html());
        }
    }

    private String picture(PredictionRow row, Splits splits, List<String> files) {
        return Html.picture(
                TestImages.png(
                        splits.read(Split.TEST, row.index(), row.index() + 1).image(0)),
                String.format(
                        Locale.ROOT,
                        "%s predicted as %s, %.1f %%, %s",
                        names.of(row.label()),
                        names.of(row.predicted()),
                        100 * row.confidence(),
                        files.isEmpty() ? "image " + row.index() : files.get(row.index())));
    }

    private void provenance() {
        page.heading("Job");
        page.preformatted(YamlWriter.ofJson(row.job()));
        page.heading("Provenance");
        HtmlTable table = HtmlTable.facts();
        table.cell("run").cell(run.id());
        table.cell("name").cell(row.name());
        table.cell("seed").cell(Long.toString(row.seed()));
        if (!row.sweepId().isEmpty()) {
            table.cell("sweep").link(Links.page(row.sweepId()), row.sweepId());
            table.cell("cell").cell(row.cell());
        }
        table.cell("data (SHA-256)").cell(row.dataHash());
        table.cell("versions")
                .cell("Meanfield %s, Java %s, Spark %s, DL4J %s, ND4J %s"
                        .formatted(
                                row.codeVersion(),
                                row.javaVersion(),
                                row.sparkVersion(),
                                row.dl4jVersion(),
                                row.nd4jVersion()));
        table.cell("executors")
                .cell(row.executors().stream()
                        .map(executor -> "%s on %s (%s, %s)"
                                .formatted(
                                        executor.executor(),
                                        executor.host(),
                                        executor.backend(),
                                        executor.instructionSet()))
                        .collect(Collectors.joining("; ")));
        table.cell("started").cell(row.started().truncatedTo(ChronoUnit.SECONDS).toString());
        table.cell("ended").cell(row.ended().truncatedTo(ChronoUnit.SECONDS).toString());
        table.cell("job file").link("job.yaml", "job.yaml");
        String model = "models/" + run.id();
        if (Storage.exists(Storage.child(run.results().root(), model))) {
            table.cell("model").link("../../%s/".formatted(model), model);
        } else {
            table.cell("model").cell("none");
        }
        page.markup(table.html());
    }

    /**
     * Training images per second over the rounds after the first, which includes warm-up; over all if there is only
     * one.
     */
    static double imagesPerSecond(List<RoundRow> rounds) {
        List<RoundRow> warm = rounds.size() > 1 ? rounds.subList(1, rounds.size()) : rounds;
        return warm.stream().mapToLong(RoundRow::examples).sum()
                / warm.stream().mapToDouble(RoundRow::seconds).sum();
    }
}
