package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.job.mlflow.MlflowRun;
import org.meanfield.job.train.OpenData;
import org.meanfield.job.train.RunFiles;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.Computing;

/** One execution of a {@link SweepJob}. */
public final class SweepRun {
    /** As it is before any result: of a search that looks at results, the first batch. */
    private final SweepPlan first;

    private final Options options;
    private final SweepFile file;

    private SweepRun(SweepPlan first, Options options) {
        this.first = first;
        this.options = options;
        this.file = new SweepFile(options.output(), first.id());
    }

    /**
     * Fetches the data and checks everything that can be checked without a cluster.
     *
     * @throws InvalidInputException if the sweep is invalid
     */
    public static SweepRun of(SweepJob job, Options options) {
        options.console().show(job.name() + ": opening the data");
        return new SweepRun(SweepPlan.of(job, options.console()), options);
    }

    /** Returns the preview. */
    public String preview() throws InterruptedException {
        return SweepPreview.of(first);
    }

    /** Runs the sweep, or resumes it. */
    public SweepOutcome run() throws InterruptedException {
        return options.leased(first.id(), this::run);
    }

    private SweepOutcome run(WriteGuard guard) throws InterruptedException {
        file.check(options.existing());
        Tables tables = new Tables(options.output());
        SweepPlan plan = decided(tables);
        SweepHistory history = history(plan, tables);
        String probe = options.writeProbe(plan.id());
        options.console()
                .begin(plan.id() + (history.starts().isEmpty() ? "" : resumed(plan, history)) + ": starting Spark");
        TrainJob one = plan.trials().get(0).job();
        try (Mlflow mlflow = Mlflow.ofProcess(options.console());
                JavaSparkContext context = Sessions.openShared(
                        plan.id(), one.instructionSet().pinned(), new Computing(one.engine(), one.gpu()))) {
            return told(context, probe, tables, plan, history, guard, mlflow);
        } finally {
            Storage.discard(probe);
        }
    }

    /** Runs it, and tells MLflow of it as the parent of its trials. */
    private SweepOutcome told(
            JavaSparkContext context,
            String probe,
            Tables tables,
            SweepPlan plan,
            SweepHistory history,
            WriteGuard guard,
            Mlflow mlflow)
            throws InterruptedException {
        MlflowRun parent =
                mlflow.sweep(plan.id(), RecordWriter.toTree(plan.job()), options.existing() == Existing.RESTART);
        RunStatus status = RunStatus.FAILED;
        try {
            SweepOutcome outcome = run(context, probe, tables, plan, history, guard, mlflow);
            status = outcome.isOver() ? RunStatus.FINISHED : RunStatus.STOPPED_EARLY;
            parent.upload(outcome.bestJob().stream().toList());
            return outcome;
        } catch (StoppedException e) {
            status = RunStatus.INTERRUPTED;
            throw e;
        } finally {
            parent.status(status, "");
        }
    }

    private SweepOutcome run(
            JavaSparkContext context,
            String probe,
            Tables tables,
            SweepPlan begun,
            SweepHistory history,
            WriteGuard guard,
            Mlflow mlflow)
            throws InterruptedException {
        JobNames.ofRun(context, begun.id());
        List<ExecutorRow> executors =
                ExecutorCheck.await(context, begun.trials().size());
        for (OpenData data : begun.data().opened().values()) {
            ExecutorCheck.visible(context, executors, data.splits(), probe);
        }
        guard.check();
        if (options.existing() == Existing.RESTART) {
            file.runIds(begun).forEach(runId -> new RunFiles(options.output(), runId, tables).clear());
        }
        SweepPlan plan = begun;
        SweepStatus status = train(plan, history, context, tables, executors, guard, mlflow);
        while (plan.job().search().looksAtResults() && status.isOver()) {
            SweepPlan next = plan.next(SweepObjectives.of(plan, tables).oriented());
            if (next.trials().size() == plan.trials().size()) {
                break;
            }
            plan = next;
            SweepHistory sofar = SweepHistory.of(plan, options.output(), tables);
            status = train(plan, sofar, context, tables, executors, guard, mlflow);
        }
        return outcome(plan, status, tables, guard);
    }

    private SweepStatus train(
            SweepPlan plan,
            SweepHistory history,
            JavaSparkContext context,
            Tables tables,
            List<ExecutorRow> executors,
            WriteGuard guard,
            Mlflow mlflow)
            throws InterruptedException {
        guard.check();
        file.write(plan.json());
        SweepStatus status = new SweepStatus(plan);
        SweepExecutor.of(plan, options, context, tables, executors, guard, mlflow, status)
                .work(history);
        return status;
    }

    private SweepOutcome outcome(SweepPlan plan, SweepStatus status, Tables tables, WriteGuard guard) {
        Optional<SweepObjectives> objectives =
                plan.job().objectives().isEmpty() ? Optional.empty() : Optional.of(SweepObjectives.of(plan, tables));
        objectives.ifPresent(judged -> {
            guard.check();
            judged.write(tables);
            status.rankBy(judged);
        });
        ObjectNode json = status.json();
        json.put("tables", Storage.child(options.output(), "tables"));
        json.put("sweep", file.folder());
        if (!status.isOver()) {
            json.put("status", RunStatus.STOPPED_EARLY.label());
        }
        String best = status.best()
                .map(ranked -> file.writeBest(ranked.trials().get(0)))
                .orElse("");
        if (!best.isEmpty()) {
            json.put("best_job", best);
        }
        SweepSummary.say(options.console(), plan, status, best);
        objectives.filter(judged -> judged.objectives().size() > 1).ifPresent(judged -> judged.say(options.console()));
        return new SweepOutcome(status.count(RunStatus.FAILED), json);
    }

    private static String resumed(SweepPlan plan, SweepHistory history) {
        return String.format(
                Locale.ROOT,
                ", from %d of %d trials",
                history.ends().size(),
                plan.trials().size());
    }

    /** Returns the sweep with the cells that an earlier execution has decided on, from the same results. */
    private SweepPlan decided(Tables tables) {
        int trials =
                options.existing() == Existing.RESTART ? 0 : file.runIds(first).size();
        SweepPlan decided = first;
        while (decided.trials().size() < trials) {
            SweepPlan next = decided.next(SweepObjectives.of(decided, tables).oriented());
            if (next.trials().size() == decided.trials().size()) {
                return decided;
            }
            decided = next;
        }
        return decided;
    }

    /** Returns the history of an existing sweep; an unfinished one is neither deleted nor resumed unless asked for. */
    private SweepHistory history(SweepPlan plan, Tables tables) {
        if (options.existing() == Existing.RESTART || !file.isThere()) {
            return SweepHistory.NONE;
        }
        SweepHistory history = SweepHistory.of(plan, options.output(), tables);
        int ended = history.ends().size();
        if (options.existing() == Existing.REFUSE
                && !history.starts().isEmpty()
                && ended < plan.trials().size()) {
            throw new InvalidInputException(
                    "%s is unfinished, with %d of %d trials ended: add --resume to continue it, or --restart to delete it and start again"
                            .formatted(plan.id(), ended, plan.trials().size()));
        }
        return history;
    }
}
