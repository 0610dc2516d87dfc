package org.meanfield.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.data.Storage;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.ExecutorRow;
import org.meanfield.metrics.PredictionRow;
import org.meanfield.metrics.RoundRow;
import org.meanfield.metrics.RunStatus;
import org.meanfield.report.LossCurves;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Tables;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.train.Checkpoint;
import org.meanfield.train.Checkpoints;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.ModelFiles;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.State;

/** One execution of a {@link TrainJob}: from its data to its rows, model and picture. */
final class TrainRun {
    /** With two values of Adam for each, the largest part of a checkpoint is 2 GB, as much as a Java array takes. */
    private static final long MAX_PARAMETERS = 250_000_000;

    private final TrainJob job;
    private final Options options;
    private final String dataHash;
    private final String runId;
    private final Splits splits;
    private final RoundPlan plan;
    private final LearnerSettings learner;
    private final Checkpoints checkpoints;
    private final ModelFiles model;
    private double secondsToFirstRound;

    /**
     * Creates one, with the data fetched and everything checked that can be without a cluster.
     *
     * @throws InvalidInputException if job and data do not fit together
     */
    TrainRun(TrainJob job, Options options) {
        this.job = job;
        this.options = options;
        this.splits = Splits.open(job.data(), options.console());
        int images = splits.count(Split.TRAIN);
        this.plan = job.train().plan(images);
        Check.that(
                plan.workers() <= images,
                "train.workers",
                plan.workers(),
                "at most the number of training images, " + images);
        Check.that(
                job.train().select() == Selection.LAST || splits.count(Split.VALIDATION) > 0,
                "train.select",
                "best-validation",
                "last where data.validation is 0");
        job.instructionSet().load();
        this.learner = job.learner(images);
        long parameters = learner.summary().parameters();
        Check.that(
                parameters <= MAX_PARAMETERS,
                "model",
                "of %d parameters".formatted(parameters),
                "of at most %d".formatted(MAX_PARAMETERS));
        this.dataHash = splits.hash();
        this.runId = job.runId(dataHash);
        this.checkpoints =
                new Checkpoints(options.output(), runId, job.checkpoint().keep());
        this.model = new ModelFiles(options.output(), runId);
    }

    /** Does it all, or what is left of it. */
    RunOutcome run() throws InterruptedException {
        if (options.resume() && model.result().isPresent()) {
            options.console().say(runId + " has finished already");
            exportIfAsked();
            return new RunOutcome(RunStatus.FINISHED, model.result().get());
        }
        Checkpoint start = options.resume()
                ? checkpoints.newest(options.console()::say)
                : Checkpoint.first(job.initialState(learner));
        String probe = writeProbe();
        RunOutcome outcome;
        try (SparkSession spark = Sessions.open(job.name(), job.instructionSet().pinned())) {
            outcome = run(spark, start, probe);
        } finally {
            Storage.delete(probe);
        }
        if (outcome.status() == RunStatus.FINISHED) {
            exportIfAsked();
        }
        return outcome;
    }

    private RunOutcome run(SparkSession spark, Checkpoint start, String probe) throws InterruptedException {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        List<ExecutorRow> executors = ExecutorCheck.await(context, plan.workers());
        ExecutorCheck.visible(context, executors, splits, probe);
        Tables tables = new Tables(spark, options.output());
        Provenance provenance =
                new Provenance(job, runId, TrialKey.NONE, dataHash, executors, spark.version(), Instant.now());
        if (!options.resume()) {
            checkpoints.delete();
            model.delete();
            tables.delete(runId, RoundRow.class);
            tables.delete(runId, EvaluationRow.class);
            tables.delete(runId, PredictionRow.class);
        }
        provenance.write(tables, RunStatus.RUNNING, "");
        try {
            return train(context, start, tables, provenance);
        } catch (Exception | OutOfMemoryError e) { // Spark throws checked exceptions that it does not declare
            try {
                provenance.write(tables, RunStatus.FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
            } catch (RuntimeException unwritten) { // the session may be what failed
                e.addSuppressed(unwritten);
            }
            throw e;
        }
    }

    private RunOutcome train(JavaSparkContext context, Checkpoint start, Tables tables, Provenance provenance) {
        Normalization normalization = splits.normalization();
        TrainLoop loop =
                new TrainLoop(job, plan, start, point -> keep(point, tables), new RoundProgress(options.console()));
        Training training = new Training(job.train(), job.augment(), plan, learner, splits, normalization);
        Optional<String> diverged;
        secondsToFirstRound = ProcessFigures.ageSeconds();
        try (Trainer trainer = Trainer.of(context, training)) {
            diverged = loop.run(trainer, evaluator(context, normalization, Split.VALIDATION));
        }
        if (diverged.isPresent()) {
            writeRows(loop.here(), tables);
            provenance.write(tables, RunStatus.DIVERGED, diverged.get());
            options.console().say("%s: %s".formatted(runId, diverged.get()));
            return new RunOutcome(
                    RunStatus.DIVERGED,
                    JsonNodeFactory.instance.objectNode().put("run_id", runId).put("status", "diverged"));
        }
        Evaluator test = evaluator(context, normalization, Split.TEST).orElseThrow();
        Checkpoint end = loop.here();
        if (end.round() > start.round()) {
            // Before the test, so that a run that is stopped here tests once when it goes on.
            keep(end, tables);
        }
        Scored scored = test.score(end.selected().parameters());
        EvaluationRow tested = loop.evaluated(Split.TEST.label(), end.selectedRound(), scored.score());
        tables.replace(runId, PredictionRow.class, scored.predictions().rows(Split.TEST.label(), "clean"));
        return finish(loop.here(), tested, normalization, tables, provenance);
    }

    private RunOutcome finish(
            Checkpoint end, EvaluationRow tested, Normalization normalization, Tables tables, Provenance provenance) {
        writeRows(end, tables);
        String picture = drawPicture(end, tested);
        provenance.write(tables, RunStatus.FINISHED, "");

        State selected = end.selected();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("run_id", runId);
        result.put("status", RunStatus.FINISHED.label());
        result.put("test_accuracy", tested.accuracy());
        result.put("state_sha256", selected.sha256());
        result.put("images_per_second", RoundProgress.imagesPerSecond(end.rounds()));
        result.put("tables", Storage.child(options.output(), "tables"));
        result.put("model", model.folder());
        result.put("picture", picture);
        // Last, since a run is finished once its model is there.
        model.write(learner, job.modelJson(), selected, normalization, result, provenance.json());
        TrainSummary.say(options.console(), job, tested, result, end.rounds(), secondsToFirstRound);
        return new RunOutcome(RunStatus.FINISHED, result);
    }

    private void exportIfAsked() {
        if (options.export()) {
            options.console().say("  for DL4J " + model.export());
        }
    }

    /** Returns where the picture is; empty where Java has no fonts to draw it with, which is no reason to lose a run. */
    private String drawPicture(Checkpoint end, EvaluationRow tested) {
        String title = "%s: %.2f %% of the test images right".formatted(runId, 100 * tested.accuracy());
        byte[] png;
        try {
            png = LossCurves.png(title, end.rounds(), end.evaluations());
        } catch (RuntimeException | LinkageError | InternalError e) { // AWT without fonts throws any of them
            options.console()
                    .say("No picture, since Java cannot draw (%s): install fontconfig and a font".formatted(e));
            return "";
        }
        String picture = Storage.child(options.output(), "reports/" + runId + "/loss.png");
        Storage.write(picture, png);
        return picture;
    }

    private Optional<Evaluator> evaluator(JavaSparkContext context, Normalization normalization, Split split) {
        return splits.count(split) == 0
                ? Optional.empty()
                : Optional.of(new Evaluator(context, learner, new Scoring(splits, normalization, split)));
    }

    private void keep(Checkpoint point, Tables tables) {
        checkpoints.write(point, learner.configuration());
        writeRows(point, tables);
    }

    private void writeRows(Checkpoint point, Tables tables) {
        tables.replace(runId, RoundRow.class, point.rounds());
        tables.replace(runId, EvaluationRow.class, point.evaluations());
    }

    /** Shows that the output can be written to, and gives the executors something to look for. */
    private String writeProbe() {
        String probe = Storage.child(options.output(), ".probe-" + runId);
        try {
            Storage.write(probe, new byte[0]);
            return probe;
        } catch (UncheckedIOException e) {
            throw new InvalidInputException(
                    "--output is %s but must be a folder that can be written (%s)"
                            .formatted(options.output(), e.getMessage()),
                    e);
        }
    }
}
