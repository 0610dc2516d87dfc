package org.meanfield.job.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.job.common.Console;
import org.meanfield.job.train.RoundProgress;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;

/** The line that shows how far a sweep is, for the threads that share it. */
final class SweepProgress {
    private final SweepPlan plan;
    private final Console console;
    private final SweepStatus tally;
    private final long epochs;
    private final Map<String, Integer> trained = new HashMap<>();
    private final long started = System.nanoTime();
    private long before;

    SweepProgress(SweepPlan plan, Console console, SweepStatus tally) {
        this.plan = plan;
        this.console = console;
        this.tally = tally;
        this.epochs = plan.job()
                .scheduler()
                .epochs(plan.trials().stream().map(SweepTrial::trial).toList());
    }

    /** Takes in what was trained before. */
    synchronized void start(List<TrialResult> finished) {
        finished.forEach(result -> trained.merge(result.trial(), result.epochs(), Math::max));
        before = total();
    }

    /** Says what has to be said of a trial that has ended. */
    synchronized void ended(SweepTrial trial, TrialOutcome end) {
        trained.merge(trial.id(), end.result().epochs(), Math::max);
        if (!end.reason().isEmpty()) {
            console.say("trial %s (%s, seed %d) %s: %s"
                    .formatted(
                            trial.id(),
                            trial.cell().label(),
                            trial.job().seed(),
                            end.status().label(),
                            end.reason()));
        }
        show();
    }

    /** Shows it. */
    synchronized void show() {
        int over = tally.count(RunStatus.FINISHED)
                + tally.count(RunStatus.STOPPED_EARLY)
                + tally.count(RunStatus.DIVERGED)
                + tally.count(RunStatus.FAILED);
        String best = tally.best()
                .map(cell -> String.format(
                        Locale.ROOT, " · best %.2f %% (%s)", 100 * cell.score().decisive(), cell.cell()))
                .orElse("");
        long since = total() - before;
        double perEpoch = (System.nanoTime() - started) / 1e9 / Math.max(1, since);
        String left = since == 0 ? "" : " · %s left".formatted(RoundProgress.duration(perEpoch * (epochs - total())));
        console.show("%d of %d trials over · %d under way%s%s"
                .formatted(over, plan.trials().size(), tally.count(RunStatus.RUNNING), best, left));
    }

    private long total() {
        return trained.values().stream().mapToLong(Integer::longValue).sum();
    }
}
