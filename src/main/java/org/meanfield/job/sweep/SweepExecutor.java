package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.spark.Cluster;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.Start;
import org.meanfield.sweep.Trial;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor of a sweep: driver threads that take trials from a shared queue. Each trains one trial after the other and
 * writes its rows, so that there are never more tasks than cores.
 */
final class SweepExecutor {
    private static final long GRACE_SECONDS = 15;
    private static final Logger LOG = LoggerFactory.getLogger(SweepExecutor.class);

    private final SweepPlan plan;
    private final TrialRunner runner;
    private final int threads;
    private final SweepStatus status;
    private final SweepProgress progress;
    private final FailureLimit failures;
    private final Map<String, SweepTrial> trials = new LinkedHashMap<>();

    private SweepExecutor(SweepPlan plan, Console console, TrialRunner runner, int threads, SweepStatus status) {
        this.plan = plan;
        this.runner = runner;
        this.threads = threads;
        this.status = status;
        this.failures = new FailureLimit(plan.job().maxFailures());
        this.progress = new SweepProgress(plan, console, status);
        plan.trials().forEach(trial -> trials.put(trial.id(), trial));
    }

    /** Chooses the placement of the trials and says so. */
    static SweepExecutor of(
            SweepPlan plan,
            Options options,
            JavaSparkContext context,
            Tables tables,
            List<ExecutorRow> executors,
            WriteGuard guard,
            Mlflow mlflow,
            SweepStatus status) {
        Cluster cluster = Cluster.of(context, executors.size());
        Placement.Decision decision = plan.job().placement().choose(SweepRequirements.circumstances(plan, cluster));
        int threads = SweepRequirements.atOnce(plan, decision.placement(), cluster);
        options.console()
                .say(String.format(
                        Locale.ROOT,
                        "%s: %d trials in %d cells, %s, %d at once: %s",
                        plan.id(),
                        plan.trials().size(),
                        plan.first().size(),
                        decision.placement().name().toLowerCase(Locale.ROOT),
                        threads,
                        decision.reason()));
        warnings(plan).forEach((warning, trials) -> options.console()
                .say(String.format(Locale.ROOT, "  warning, of %d trials: %s", trials, warning)));
        TrialRunner runner = new TrialRunner(
                plan,
                options,
                context,
                tables,
                executors,
                guard,
                decision.placement(),
                mlflow,
                new ConcurrentHashMap<>());
        return new SweepExecutor(plan, options.console(), runner, threads, status);
    }

    /** Returns the warnings that jobs and data give reason for, each with its number of trials. */
    private static Map<String, Integer> warnings(SweepPlan plan) {
        Map<String, Integer> warnings = new LinkedHashMap<>();
        for (SweepTrial trial : plan.trials()) {
            plan.prepared(trial).warnings().forEach(warning -> warnings.merge(warning, 1, Integer::sum));
        }
        return warnings;
    }

    /** Trains the trials that {@code history} has not finished. */
    void work(SweepHistory history) {
        runner.starts().putAll(history.starts());
        history.ends().forEach((trial, end) -> {
            status.set(trial, end.status(), end.score());
            if (end.status() == RunStatus.FINISHED) {
                runner.tidy(trials.get(trial));
            }
        });
        history.starts().keySet().stream()
                .filter(trial -> !history.ends().containsKey(trial))
                .forEach(trial -> runner.clearHidden(trials.get(trial)));
        List<Trial> all = plan.trials().stream().map(SweepTrial::trial).toList();
        TrialQueue queue = new TrialQueue(plan.job().scheduler(), all, history.results(), history.stopped());
        progress.start(history.results());
        ExecutorService pool = Executors.newFixedThreadPool(threads, new TrialThreads());
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                working.add(pool.submit(() -> {
                    work(queue);
                    return null;
                }));
            }
            for (Future<?> each : working) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoppedException) {
                throw stopped(e.getCause());
            }
            throw new IllegalStateException("The sweep stops: " + Reason.line(Reason.of(e.getCause())), e.getCause());
        } catch (InterruptedException e) {
            queue.abandon(); // also for a thread whose interrupt a library has swallowed
            throw stopped(e);
        } finally {
            end(pool);
        }
    }

    /** Interrupts the running trials and waits until each has recorded its status. */
    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!pool.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Some trials did not record their status within {} s", GRACE_SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StoppedException stopped(Throwable cause) {
        return new StoppedException(
                "%s stopped with %d of %d trials finished; %s"
                        .formatted(
                                plan.id(),
                                status.count(RunStatus.FINISHED),
                                plan.trials().size(),
                                Standing.RESUME),
                cause);
    }

    /** Names the threads, since each has a pool of Spark's fair scheduler of the same name. */
    private static final class TrialThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            return new Thread(work, "trials-" + count.incrementAndGet());
        }
    }

    private void work(TrialQueue queue) throws InterruptedException {
        boolean good = false;
        try {
            trainAll(queue);
            good = true;
        } finally {
            if (!good) {
                queue.abandon();
            }
        }
    }

    private void trainAll(TrialQueue queue) throws InterruptedException {
        markStopped(queue);
        Optional<Start> next = take(queue);
        while (next.isPresent()) {
            SweepTrial trial = trials.get(next.get().trial());
            status.set(trial.id(), RunStatus.RUNNING, Optional.empty());
            progress.show();
            TrialOutcome end = runner.run(trial, next.get().epochs());
            status.set(trial.id(), end.status(), end.score());
            if (end.status() == RunStatus.INTERRUPTED) {
                queue.abandon();
                return;
            }
            progress.ended(trial, end);
            failures.add(end);
            queue.done(end.result());
            markStopped(queue);
            next = take(queue);
        }
    }

    private Optional<Start> take(TrialQueue queue) throws InterruptedException {
        if (runner.options().isTimeUp()) {
            queue.abandon();
        }
        return queue.take();
    }

    private void markStopped(TrialQueue queue) {
        for (String trial : queue.newlyStopped()) {
            runner.stopped(trials.get(trial));
            status.set(trial, RunStatus.STOPPED_EARLY, Optional.empty());
            progress.stopped(trials.get(trial));
        }
    }
}
