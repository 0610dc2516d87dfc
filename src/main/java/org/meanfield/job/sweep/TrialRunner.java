package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.TrialKey;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.job.train.JobPaths;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.job.train.RoundProgress;
import org.meanfield.job.train.RoundsTraining;
import org.meanfield.job.train.RunFiles;
import org.meanfield.job.train.RunRecorder;
import org.meanfield.job.train.TrialScore;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.PackedTraining;
import org.meanfield.spark.TrainingResult;
import org.meanfield.spark.Until;
import org.meanfield.storage.Progress;
import org.meanfield.storage.StoreException;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runner of rungs of a sweep's trials, which it trains and records; used by several threads, each with its own trial.
 *
 * @param guard of the sweep's lease
 * @param placement packed or distributed
 * @param mlflow what MLflow is told
 * @param starts start of each trial; new trials are added
 */
record TrialRunner(
        SweepPlan plan,
        Options options,
        JavaSparkContext context,
        Tables tables,
        List<ExecutorRow> executors,
        WriteGuard guard,
        Placement placement,
        Mlflow mlflow,
        ConcurrentMap<String, RunStart> starts) {
    private static final String POOL = "spark.scheduler.pool";
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    /**
     * Trains until {@code epochs} epochs are over. A failure is recorded for the trial, and the others continue.
     *
     * @throws org.meanfield.job.common.StoppedException if the sweep is being stopped
     * @throws StoreException if the store fails, which no other trial would do better with
     * @throws org.meanfield.storage.LeaseLostException if the sweep is another process's now
     */
    TrialOutcome run(SweepTrial trial, int epochs) {
        RunRecorder recorder = recorder(trial);
        try {
            recorder.status(RunStatus.RUNNING, "");
            return end(trial, epochs, recorder, train(trial, recorder, epochs));
        } catch (Exception | Error e) { // Spark throws checked exceptions undeclared
            recorder.endedEarly(e, context);
            Optional<StoreException> store = StoreException.in(e);
            if (store.isPresent()) {
                throw store.get();
            }
            LOG.warn("Trial {} failed", trial.id(), e);
            return new TrialOutcome(RunStatus.FAILED, worst(trial, epochs), Reason.line(Reason.of(e)));
        }
    }

    /** Deletes what a killed execution of the sweep was writing of an unfinished trial. */
    void clearHidden(SweepTrial trial) {
        new RunFiles(options.output(), trial.runId(plan.id()), tables).clearHidden();
    }

    /** Deletes leftover checkpoints of a finished trial. */
    void tidy(SweepTrial trial) {
        guard.check();
        new Checkpoints(options.output(), trial.runId(plan.id()), 1).delete();
    }

    /** Records that the scheduler has stopped a trial. */
    void stopped(SweepTrial trial) {
        recorder(trial).status(RunStatus.STOPPED_EARLY, "");
    }

    private TrainingResult train(SweepTrial trial, RunRecorder recorder, int epochs) throws InterruptedException {
        PreparedJob prepared = recorder.prepared();
        int until = prepared.plan().roundsAfter(epochs);
        JobNames.ofRun(context, "trial %s (%s)".formatted(trial.id(), recorder.runId()));
        if (placement == Placement.PACKED) {
            return new PackedTraining(
                            prepared.training(),
                            JobPaths.absolute(trial.job()),
                            trial.job().checkpoint(),
                            options.output(),
                            recorder.runId(),
                            guard,
                            new Until(until, options.deadline()))
                    .run(context);
        }
        // A scheduler pool per thread shares the cores evenly between concurrent trials.
        context.setLocalProperty(POOL, Thread.currentThread().getName());
        Checkpoint start = recorder.checkpoints()
                .find(options.console()::say)
                .orElseGet(() -> Checkpoint.first(trial.job().initialState(prepared.learner())));
        return new RoundsTraining(prepared, recorder, new RoundProgress(Progress.SILENT, System::nanoTime))
                .run(context, start, new Until(until, options.deadline()));
    }

    private static TrialOutcome end(SweepTrial trial, int epochs, RunRecorder recorder, TrainingResult trained) {
        Checkpoint end = trained.end();
        if (!trained.diverged().isEmpty()) {
            recorder.diverged(end, trained.diverged());
            return new TrialOutcome(RunStatus.DIVERGED, worst(trial, epochs), trained.diverged());
        }
        if (trained.timeUp()) {
            recorder.keep(end);
            int rounds = recorder.prepared().plan().roundsAfter(epochs);
            recorder.status(
                    RunStatus.INTERRUPTED, Standing.after(end.round(), rounds).where());
            return new TrialOutcome(RunStatus.INTERRUPTED, worst(trial, epochs), "");
        }
        if (epochs < trial.job().train().epochs()) {
            recorder.keep(end);
            // After an interruption the trial may already be in a later rung than the requested one.
            int rounds = recorder.prepared().plan().roundsAfter(epochs);
            double score = TrialScore.validation(end.evaluations(), rounds);
            return new TrialOutcome(RunStatus.RUNNING, new TrialResult(trial.id(), epochs, score), "");
        }
        JsonNode result = recorder.finish(trained, "").json();
        List<String> warnings = new ArrayList<>();
        result.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        warnings.removeAll(recorder.provenance().warnings());
        // A finished trial needs no checkpoints.
        recorder.provenance().guard().check();
        recorder.checkpoints().delete();
        TrialScore score = TrialScore.of(end.evaluations()).orElseThrow();
        return new TrialOutcome(
                RunStatus.FINISHED,
                new TrialResult(trial.id(), epochs, score.decisive()),
                Optional.of(score),
                "",
                warnings);
    }

    private RunRecorder recorder(SweepTrial trial) {
        PreparedJob prepared = plan.prepared(trial);
        Provenance provenance = new Provenance(
                "train",
                trial.job().name(),
                trial.job().seed(),
                JobPaths.absolute(prepared.job()),
                trial.runId(plan.id()),
                new TrialKey(plan.id(), trial.id(), trial.cell().label()),
                prepared.data().hash(),
                prepared.data().splits().findings().leftOut(),
                prepared.data().splits().changedLabels(),
                executors,
                context.version(),
                starts.computeIfAbsent(trial.id(), id -> RunStart.now()),
                guard,
                prepared.warnings());
        return RunRecorder.of(prepared, options.output(), tables, provenance, mlflow);
    }

    private static TrialResult worst(SweepTrial trial, int epochs) {
        return new TrialResult(trial.id(), epochs, Double.NaN);
    }
}
