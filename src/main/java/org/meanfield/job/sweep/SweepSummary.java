package org.meanfield.job.sweep;

import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Standing;
import org.meanfield.tables.RunStatus;

/** Summary of a sweep for the console. */
final class SweepSummary {
    /** The most cells of the leaderboard; the page has all. */
    private static final int MOST = 10;

    private SweepSummary() {}

    /**
     * Prints it.
     *
     * @param best path of the best cell's job; empty if no trial has finished
     */
    static void say(Console console, SweepPlan plan, SweepStatus status, String best) {
        console.say(String.format(
                Locale.ROOT,
                "%s: %d of %d trials finished, %d stopped early, %d diverged, %d failed",
                plan.id(),
                status.count(RunStatus.FINISHED),
                plan.trials().size(),
                status.count(RunStatus.STOPPED_EARLY),
                status.count(RunStatus.DIVERGED),
                status.count(RunStatus.FAILED)));
        if (!status.isOver()) {
            console.say("  the time was up; " + Standing.RESUME);
        }
        List<SweepStatus.Ranked> ranking = status.ranking();
        for (int i = 0; i < Math.min(MOST, ranking.size()); i++) {
            SweepStatus.Ranked cell = ranking.get(i);
            int trials = cell.trials().size();
            console.say(String.format(
                    Locale.ROOT,
                    "  %2d  %s, mean of %d %s: %s",
                    i + 1,
                    cell.score().text(),
                    trials,
                    trials == 1 ? "seed" : "seeds",
                    cell.cell()));
        }
        if (ranking.size() > MOST) {
            console.say(String.format(Locale.ROOT, "      and %d cells more", ranking.size() - MOST));
        }
        if (!best.isEmpty()) {
            console.say("  best job " + best);
        }
        if (status.best().filter(cell -> !cell.score().isValidated()).isPresent()) {
            console.say(
                    "  warning: without a validation split the best cell was selected by test accuracy, which is then no "
                            + "estimate for new images; set data.validation");
        }
    }
}
