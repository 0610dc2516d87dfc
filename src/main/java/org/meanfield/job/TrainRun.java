package org.meanfield.job;

import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Storage;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.ExecutorRow;
import org.meanfield.metrics.RunStatus;
import org.meanfield.report.CannotDrawException;
import org.meanfield.report.TrainingCharts;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Tables;
import org.meanfield.spark.Trained;
import org.meanfield.train.Checkpoint;
import org.meanfield.train.Checkpoints;
import org.meanfield.train.ModelFiles;

/** One execution of a {@link TrainJob}: from its data to its rows, model and picture. */
final class TrainRun {
    private final PreparedJob prepared;
    private final Options options;
    private final String runId;
    private final ModelFiles model;
    private double secondsToFirstRound;

    /**
     * Creates one, with the data fetched and everything checked that can be without a cluster.
     *
     * @throws InvalidInputException if job and data do not fit together
     */
    TrainRun(TrainJob job, Options options) {
        this.options = options;
        this.prepared = PreparedJob.of(job, OpenData.of(job.data(), options.console()));
        this.runId = prepared.runId();
        this.model = new ModelFiles(options.output(), runId);
    }

    /** Does it all, or what is left of it. */
    RunOutcome run() throws InterruptedException {
        if (options.resume() && model.result().isPresent()) {
            options.console().say(runId + " has finished already");
            exportIfAsked();
            return new RunOutcome(RunStatus.FINISHED, model.result().get());
        }
        TrainJob job = prepared.job();
        Checkpoint start = options.resume()
                ? new Checkpoints(options.output(), runId, job.checkpoint().keep()).newest(options.console()::say)
                : Checkpoint.first(job.initialState(prepared.learner()));
        String probe = options.writeProbe(runId);
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
        List<ExecutorRow> executors =
                ExecutorCheck.await(context, prepared.plan().workers());
        ExecutorCheck.visible(context, executors, prepared.data().splits(), probe);
        Provenance provenance = new Provenance(
                "train",
                prepared.job().name(),
                prepared.job().seed(),
                prepared.job(),
                runId,
                TrialKey.NONE,
                prepared.data().hash(),
                prepared.data().splits().findings().leftOut(),
                executors,
                spark.version(),
                Instant.now());
        RunBook book = RunBook.of(prepared, options.output(), new Tables(options.output()), provenance);
        if (!options.resume()) {
            RunBook.clear(options.output(), runId, book.tables());
        }
        book.status(RunStatus.RUNNING, "");
        try {
            return train(context, start, book);
        } catch (Exception | OutOfMemoryError e) { // Spark throws checked exceptions that it does not declare
            book.failed(e);
            throw e;
        }
    }

    private RunOutcome train(JavaSparkContext context, Checkpoint start, RunBook book) throws InterruptedException {
        secondsToFirstRound = ProcessFigures.ageSeconds();
        RoundProgress progress = new RoundProgress(options.console());
        RoundsTraining rounds = new RoundsTraining(prepared, book, progress);
        Trained result = rounds.run(context, start, prepared.plan().rounds());
        Checkpoint end = result.end();
        if (!result.diverged().isEmpty()) {
            options.console().say("%s: %s".formatted(runId, result.diverged()));
            return book.diverged(end, result.diverged());
        }
        EvaluationRow tested = RunBook.tested(end);
        RunOutcome outcome = book.finish(end, result.predictions(), drawPicture(end));
        TrainSummary.say(options.console(), prepared.job(), tested, outcome.json(), end.rounds(), secondsToFirstRound);
        return outcome;
    }

    private void exportIfAsked() {
        if (options.export()) {
            options.console().say("  for DL4J " + model.export());
        }
    }

    /** Returns where the picture is; empty where Java has no fonts to draw it with, which is no reason to lose a run. */
    private String drawPicture(Checkpoint end) {
        byte[] png;
        try {
            png = CannotDrawException.drawn(() -> TrainingCharts.lossPicture(end.rounds(), end.evaluations()));
        } catch (CannotDrawException e) {
            options.console().say("No picture, since " + e.getMessage());
            return "";
        }
        String picture = Storage.child(options.output(), "reports/" + runId + "/loss.png");
        Storage.write(picture, png);
        return picture;
    }
}
