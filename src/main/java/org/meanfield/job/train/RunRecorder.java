package org.meanfield.job.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Split;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.job.mlflow.MlflowRun;
import org.meanfield.spark.TrainingResult;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * Recorder of a run: writes checkpoints, rows, model and status under the output root, in an order in which a kill at
 * any moment loses nothing finished: rows after the checkpoint that contains them, then the model, the status last.
 *
 * @param output the output root
 * @param mlflow what MLflow is told of it
 */
public record RunRecorder(
        PreparedJob prepared,
        String runId,
        String output,
        Checkpoints checkpoints,
        ModelFiles model,
        Tables tables,
        Provenance provenance,
        MlflowRun mlflow) {
    /** Creates the recorder of {@code provenance}'s run. */
    public static RunRecorder of(
            PreparedJob prepared, String output, Tables tables, Provenance provenance, Mlflow mlflow) {
        String runId = provenance.runId();
        return new RunRecorder(
                prepared,
                runId,
                output,
                new Checkpoints(output, runId, prepared.job().checkpoint().keep()),
                new ModelFiles(output, runId),
                tables,
                provenance,
                mlflow.run(provenance));
    }

    /** Writes the run's status. */
    public void status(RunStatus status, String reason) {
        provenance.write(tables, status, reason);
        mlflow.status(status, reason);
    }

    /** Writes a checkpoint, and then its rows. */
    public void keep(Checkpoint point) {
        provenance.guard().check();
        checkpoints.write(point, prepared.learner().configuration());
        rows(point);
    }

    /** Replaces the run's rows. */
    void rows(Checkpoint point) {
        provenance.guard().check();
        tables.append(runId, RoundRow.class, point.rounds());
        tables.replace(runId, EvaluationRow.class, point.evaluations());
        mlflow.metrics(provenance.start().first(), point.rounds(), point.evaluations());
    }

    /** Records that the run has diverged. */
    public RunOutcome diverged(Checkpoint last, String reason) {
        rows(last);
        status(RunStatus.DIVERGED, reason);
        return new RunOutcome(
                RunStatus.DIVERGED,
                JsonNodeFactory.instance.objectNode().put("run_id", runId).put("status", RunStatus.DIVERGED.label()));
    }

    /**
     * Records that the run has failed or was stopped.
     *
     * @throws StoppedException if it is being stopped
     */
    public void endedEarly(Throwable cause, JavaSparkContext context) {
        try {
            RunStatus status = provenance.endedEarly(
                    tables,
                    cause,
                    context,
                    () -> Standing.after(
                            checkpoints.newestRound(), prepared.plan().rounds()));
            mlflow.status(status, Reason.line(Reason.of(cause)));
        } catch (StoppedException stopped) {
            mlflow.status(RunStatus.INTERRUPTED, Reason.line(stopped));
            throw stopped;
        }
    }

    /**
     * Records that the run has finished, or that its time is up.
     *
     * @param trained with the final checkpoint, which has the test's row, and the predictions for the test images
     * @param picture path of the loss chart; empty for none
     */
    public RunOutcome finish(TrainingResult trained, String picture) {
        Checkpoint end = trained.end();
        rows(end);
        tables.replace(
                runId, PredictionRow.class, trained.predictions().rows(runId, Split.TEST.label(), PredictionRow.CLEAN));
        List<String> warnings = Stream.concat(
                        provenance.warnings().stream(), Warnings.after(prepared, trained).stream())
                .distinct()
                .toList();
        RunStatus status = trained.timeUp() ? RunStatus.STOPPED_EARLY : RunStatus.FINISHED;
        String reason = TrainSummary.reason(trained, prepared.plan().rounds());
        ObjectNode result = TrainSummary.json(runId, status, prepared.plan(), end, output, picture, warnings);
        // After the rows, since a run that has a model is not trained again.
        provenance.guard().check();
        model.write(
                prepared.learner(),
                RecordWriter.toTree(prepared.job()).path("model"),
                end.selected(),
                prepared.data().normalization(),
                prepared.data().splits().classNames(),
                result,
                provenance.json());
        provenance.warned(warnings).write(tables, status, reason);
        mlflow.upload(model.files());
        mlflow.upload(picture.isEmpty() ? List.of() : List.of(picture));
        mlflow.status(status, reason);
        return new RunOutcome(status, result);
    }

    /** Returns the test's row, the last evaluation of a finished training. */
    static EvaluationRow tested(Checkpoint end) {
        return end.evaluations().get(end.evaluations().size() - 1);
    }
}
