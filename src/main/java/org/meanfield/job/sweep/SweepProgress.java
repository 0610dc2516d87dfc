package org.meanfield.job.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Durations;
import org.meanfield.spark.RunGauges;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;

/** Progress line of a sweep, shared by its threads. */
final class SweepProgress {
    private final SweepPlan plan;
    private final Console console;
    private final SweepStatus status;
    private final long epochs;
    private final Map<String, Integer> trained = new HashMap<>();
    private final long started = System.nanoTime();
    private long before;

    SweepProgress(SweepPlan plan, Console console, SweepStatus status) {
        this.plan = plan;
        this.console = console;
        this.status = status;
        this.epochs = plan.job()
                .scheduler()
                .epochs(plan.trials().stream().map(SweepTrial::trial).toList());
    }

    /** Accounts for what was trained before. */
    synchronized void start(List<TrialResult> finished) {
        finished.forEach(result -> trained.merge(result.trial(), result.epochs(), Math::max));
        before = total();
    }

    /** Reports the end of a rung: a line that stays for a trial that has ended, also of a quiet console if it went wrong. */
    synchronized void ended(SweepTrial trial, TrialOutcome end) {
        trained.merge(trial.id(), end.result().epochs(), Math::max);
        if (!end.reason().isEmpty()) {
            console.say("%s: %s".formatted(line(trial, end.status()), end.reason()));
        }
        end.score().ifPresent(score -> console.note("%s: %s".formatted(line(trial, end.status()), score.text())));
        end.warnings().forEach(warning -> console.say("%s: warning: %s".formatted(line(trial, end.status()), warning)));
        show();
    }

    /** Reports a trial that the scheduler has stopped. */
    synchronized void stopped(SweepTrial trial) {
        console.note(line(trial, RunStatus.STOPPED_EARLY));
    }

    private static String line(SweepTrial trial, RunStatus status) {
        return String.format(
                Locale.ROOT,
                "trial %s (%s, seed %d) %s",
                trial.id(),
                trial.cell().label(),
                trial.job().seed(),
                status.label());
    }

    /** Shows the line. */
    synchronized void show() {
        int over = status.count(RunStatus.FINISHED)
                + status.count(RunStatus.STOPPED_EARLY)
                + status.count(RunStatus.DIVERGED)
                + status.count(RunStatus.FAILED);
        RunGauges.trialsDone(over);
        String best = status.best()
                .map(cell -> String.format(
                        Locale.ROOT, " · best %.2f %% (%s)", 100 * cell.score().decisive(), cell.cell()))
                .orElse("");
        long since = total() - before;
        double perEpoch = (System.nanoTime() - started) / 1e9 / Math.max(1, since);
        String left = since == 0 ? "" : " · %s left".formatted(Durations.text(perEpoch * (epochs - total())));
        console.show(String.format(
                Locale.ROOT,
                "%d of %d trials done · %d running%s%s",
                over,
                plan.trials().size(),
                status.count(RunStatus.RUNNING),
                best,
                left));
    }

    private long total() {
        return trained.values().stream().mapToLong(Integer::longValue).sum();
    }
}
