package org.meanfield.job.sweep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.TrialKey;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.job.train.RoundProgress;
import org.meanfield.job.train.RoundsTraining;
import org.meanfield.job.train.RunRecorder;
import org.meanfield.job.train.TrialScore;
import org.meanfield.spark.PackedTraining;
import org.meanfield.spark.TrainingResult;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;

/**
 * Trains stretches of a sweep's trials and writes what comes of them; used by several threads, each with its own trial.
 *
 * @param placement packed or distributed
 * @param started when each trial was first begun; it is added to
 */
record TrialRunner(
        SweepPlan plan,
        Options options,
        JavaSparkContext context,
        Tables tables,
        List<ExecutorRow> executors,
        Placement placement,
        ConcurrentMap<String, Instant> started) {
    private static final String POOL = "spark.scheduler.pool";
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    /**
     * Trains until {@code epochs} epochs are over. A failure is the trial's own: it is recorded, and others continue.
     *
     * @throws org.meanfield.job.common.StoppedException if the sweep is being stopped, which says nothing about the trial
     */
    TrialOutcome run(SweepTrial trial, int epochs) {
        RunRecorder book = book(trial);
        try {
            book.status(RunStatus.RUNNING, "");
            return end(trial, epochs, book, train(trial, book, epochs));
        } catch (Exception | OutOfMemoryError | LinkageError e) { // Spark throws checked exceptions undeclared
            book.endedEarly(e, context);
            LOG.warn("Trial {} failed", trial.id(), e);
            return new TrialOutcome(
                    RunStatus.FAILED, worst(trial, epochs), Optional.empty(), Reason.line(Reason.of(e)));
        }
    }

    /** Takes away what a trial that has finished needs no more, if a stop has left it. */
    void tidy(SweepTrial trial) {
        new Checkpoints(options.output(), trial.runId(plan.id()), 1).delete();
    }

    /** Says of a trial that the scheduler has given it up. */
    void stopped(SweepTrial trial) {
        book(trial).status(RunStatus.STOPPED_EARLY, "");
    }

    private TrainingResult train(SweepTrial trial, RunRecorder book, int epochs) throws InterruptedException {
        PreparedJob prepared = book.prepared();
        int until = prepared.plan().roundsAfter(epochs);
        context.setJobDescription("Trial " + trial.id());
        if (placement == Placement.PACKED) {
            return new PackedTraining(
                            prepared.training(),
                            trial.job().located(),
                            trial.job().checkpoint(),
                            options.output(),
                            book.runId(),
                            until)
                    .run(context);
        }
        // A pool for each thread shares the cores evenly between the trials that run at once.
        context.setLocalProperty(POOL, Thread.currentThread().getName());
        Checkpoint start = book.checkpoints()
                .find(options.console()::say)
                .orElseGet(() -> Checkpoint.first(trial.job().initialState(prepared.learner())));
        return new RoundsTraining(prepared, book, new RoundProgress(Progress.SILENT)).run(context, start, until);
    }

    private static TrialOutcome end(SweepTrial trial, int epochs, RunRecorder book, TrainingResult trained) {
        Checkpoint end = trained.end();
        if (!trained.diverged().isEmpty()) {
            book.diverged(end, trained.diverged());
            return new TrialOutcome(RunStatus.DIVERGED, worst(trial, epochs), Optional.empty(), trained.diverged());
        }
        if (epochs < trial.job().train().epochs()) {
            book.keep(end);
            // After a stop the trial may stand in a later stretch than the one that is asked for.
            int rounds = book.prepared().plan().roundsAfter(epochs);
            double score = TrialScore.validation(end.evaluations(), rounds);
            return new TrialOutcome(
                    RunStatus.RUNNING, new TrialResult(trial.id(), epochs, score), Optional.empty(), "");
        }
        book.finish(end, trained.predictions(), "");
        // A sweep has many, and what is finished needs none.
        book.checkpoints().delete();
        TrialScore score = TrialScore.of(end.evaluations()).orElseThrow();
        return new TrialOutcome(
                RunStatus.FINISHED, new TrialResult(trial.id(), epochs, score.decisive()), Optional.of(score), "");
    }

    private RunRecorder book(SweepTrial trial) {
        PreparedJob prepared = plan.prepared(trial);
        Provenance provenance = new Provenance(
                "train",
                trial.job().name(),
                trial.job().seed(),
                prepared.job(),
                trial.runId(plan.id()),
                new TrialKey(plan.id(), trial.id(), trial.cell().label()),
                prepared.data().hash(),
                executors,
                context.version(),
                started.computeIfAbsent(trial.id(), id -> Instant.now()));
        return RunRecorder.of(prepared, options.output(), tables, provenance);
    }

    private static TrialResult worst(SweepTrial trial, int epochs) {
        return new TrialResult(trial.id(), epochs, Double.NaN);
    }
}
