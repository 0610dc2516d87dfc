package org.meanfield.job.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Options;
import org.meanfield.spark.Cluster;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.Start;
import org.meanfield.sweep.Trial;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;

/**
 * The threads of the driver that share the trials of a sweep. Each trains one trial after the other and writes its rows, so
 * that there are never more tasks than cores, and rows have a core too.
 */
final class SweepExecutor {
    private final SweepPlan plan;
    private final Console console;
    private final TrialRunner runner;
    private final int threads;
    private final SweepStatus tally;
    private final SweepProgress progress;
    private final Map<String, SweepTrial> trials = new LinkedHashMap<>();
    private final ConcurrentMap<String, Instant> started = new ConcurrentHashMap<>();

    /** Creates one, its placement chosen. */
    SweepExecutor(
            SweepPlan plan,
            Options options,
            JavaSparkContext context,
            Tables tables,
            List<ExecutorRow> executors,
            SweepStatus tally) {
        this.plan = plan;
        this.console = options.console();
        this.tally = tally;
        Cluster cluster = Cluster.of(context, executors.size());
        Placement.Decision choice = plan.job().placement().choose(SweepRequirements.circumstances(plan, cluster));
        this.threads = SweepRequirements.atOnce(plan, choice.placement(), cluster);
        console.say("%s: %d trials in %d cells, %s, %d at once: %s"
                .formatted(
                        plan.id(),
                        plan.trials().size(),
                        plan.first().size(),
                        choice.placement().name().toLowerCase(Locale.ROOT),
                        threads,
                        choice.reason()));
        this.runner = new TrialRunner(plan, options, context, tables, executors, choice.placement(), started);
        this.progress = new SweepProgress(plan, console, tally);
        plan.trials().forEach(trial -> trials.put(trial.id(), trial));
    }

    /** Trains what {@code history} has not finished. */
    void work(SweepHistory history) throws InterruptedException {
        started.putAll(history.started());
        history.ends().forEach((trial, end) -> {
            tally.set(trial, end.status(), end.score());
            if (end.status() == RunStatus.FINISHED) {
                runner.tidy(trials.get(trial));
            }
        });
        List<Trial> all = plan.trials().stream().map(SweepTrial::trial).toList();
        TrialQueue board = new TrialQueue(plan.job().scheduler(), all, history.results(), history.stopped());
        progress.start(history.results());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                working.add(pool.submit(() -> {
                    work(board);
                    return null;
                }));
            }
            for (Future<?> each : working) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The sweep cannot go on: " + Reason.line(Reason.of(e.getCause())), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void work(TrialQueue board) throws InterruptedException {
        boolean good = false;
        try {
            trainAll(board);
            good = true;
        } finally {
            if (!good) {
                board.abandon();
            }
        }
    }

    private void trainAll(TrialQueue board) throws InterruptedException {
        markStopped(board);
        Optional<Start> next = board.take();
        while (next.isPresent()) {
            SweepTrial trial = trials.get(next.get().trial());
            tally.set(trial.id(), RunStatus.RUNNING, Optional.empty());
            progress.show();
            TrialOutcome end = runner.run(trial, next.get().epochs());
            tally.set(trial.id(), end.status(), end.score());
            progress.ended(trial, end);
            board.done(end.result());
            markStopped(board);
            next = board.take();
        }
    }

    private void markStopped(TrialQueue board) {
        for (String trial : board.newlyStopped()) {
            runner.stopped(trials.get(trial));
            tally.set(trial, RunStatus.STOPPED_EARLY, Optional.empty());
        }
    }
}
