package org.meanfield.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.data.Progress;
import org.meanfield.metrics.ExecutorRow;
import org.meanfield.metrics.RunStatus;
import org.meanfield.spark.PackedTraining;
import org.meanfield.spark.Tables;
import org.meanfield.spark.Trained;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.TrialResult;
import org.meanfield.train.Checkpoint;
import org.meanfield.train.Checkpoints;

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

    /** Trains until {@code epochs} epochs are over. A failure is the trial's own: it is recorded, and others go on. */
    TrialEnd run(SweepTrial trial, int epochs) throws InterruptedException {
        RunBook book = book(trial);
        try {
            book.status(RunStatus.RUNNING, "");
            return end(trial, epochs, book, train(trial, book, epochs));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | OutOfMemoryError | LinkageError e) { // Spark throws checked exceptions undeclared
            book.failed(e);
            return new TrialEnd(RunStatus.FAILED, worst(trial, epochs), Optional.empty(), Reason.line(Reason.of(e)));
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

    private Trained train(SweepTrial trial, RunBook book, int epochs) throws InterruptedException {
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
        // A pool for each trial shares the cores evenly between those that run at once.
        context.setLocalProperty(POOL, trial.id());
        Checkpoint start = book.checkpoints()
                .find(options.console()::say)
                .orElseGet(() -> Checkpoint.first(trial.job().initialState(prepared.learner())));
        return new RoundsTraining(prepared, book, new RoundProgress(Progress.SILENT)).run(context, start, until);
    }

    private static TrialEnd end(SweepTrial trial, int epochs, RunBook book, Trained trained) {
        Checkpoint end = trained.end();
        if (!trained.diverged().isEmpty()) {
            book.diverged(end, trained.diverged());
            return new TrialEnd(RunStatus.DIVERGED, worst(trial, epochs), Optional.empty(), trained.diverged());
        }
        if (epochs < trial.job().train().epochs()) {
            book.keep(end);
            // After a stop the trial may stand in a later stretch than the one that is asked for.
            int rounds = book.prepared().plan().roundsAfter(epochs);
            double score = TrialScore.validation(end.evaluations(), rounds);
            return new TrialEnd(RunStatus.RUNNING, new TrialResult(trial.id(), epochs, score), Optional.empty(), "");
        }
        book.finish(end, trained.predictions(), "");
        // A sweep has many, and what is finished needs none.
        book.checkpoints().delete();
        TrialScore score = TrialScore.of(end.evaluations()).orElseThrow();
        return new TrialEnd(
                RunStatus.FINISHED, new TrialResult(trial.id(), epochs, score.decisive()), Optional.of(score), "");
    }

    private RunBook book(SweepTrial trial) {
        PreparedJob prepared = plan.prepared(trial);
        Provenance provenance = new Provenance(
                "train",
                trial.job().name(),
                trial.job().seed(),
                prepared.job(),
                trial.runId(plan.id()),
                new TrialKey(plan.id(), trial.id(), trial.cell().label()),
                prepared.data().hash(),
                prepared.data().splits().findings().leftOut(),
                executors,
                context.version(),
                started.computeIfAbsent(trial.id(), id -> Instant.now()));
        return RunBook.of(prepared, options.output(), tables, provenance);
    }

    private static TrialResult worst(SweepTrial trial, int epochs) {
        return new TrialResult(trial.id(), epochs, Double.NaN);
    }
}
