package org.meanfield.job.sweep;

import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.tables.RunStatus;

/** Summary of a sweep for the console. */
final class SweepSummary {
    private SweepSummary() {}

    static void say(Console console, SweepPlan plan, SweepStatus status) {
        console.say(String.format(
                Locale.ROOT,
                "%s: %d of %d trials finished, %d stopped early, %d diverged, %d failed",
                plan.id(),
                status.count(RunStatus.FINISHED),
                plan.trials().size(),
                status.count(RunStatus.STOPPED_EARLY),
                status.count(RunStatus.DIVERGED),
                status.count(RunStatus.FAILED)));
        status.best()
                .ifPresent(best -> console.say(String.format(
                        Locale.ROOT,
                        "  best cell: %s, mean test accuracy %.2f %%",
                        best.cell(),
                        100 * best.score().test())));
        if (status.best().filter(best -> !best.score().isValidated()).isPresent()) {
            console.say(
                    "  warning: without a validation split the best cell was selected by test accuracy, which is then no "
                            + "estimate for new images; set data.validation");
        }
    }
}
