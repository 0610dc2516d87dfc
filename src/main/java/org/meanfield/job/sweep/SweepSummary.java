package org.meanfield.job.sweep;

import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.tables.RunStatus;

/** What a person reads at the end of a sweep. */
final class SweepSummary {
    private SweepSummary() {}

    static void say(Console console, SweepPlan plan, SweepStatus tally) {
        console.say("%s: %d of %d trials finished, %d stopped early, %d diverged, %d failed"
                .formatted(
                        plan.id(),
                        tally.count(RunStatus.FINISHED),
                        plan.trials().size(),
                        tally.count(RunStatus.STOPPED_EARLY),
                        tally.count(RunStatus.DIVERGED),
                        tally.count(RunStatus.FAILED)));
        tally.best()
                .ifPresent(best -> console.say(String.format(
                        Locale.ROOT,
                        "  best on average: %s, test accuracy %.2f %%",
                        best.cell(),
                        100 * best.score().test())));
        if (tally.best().filter(best -> !best.score().isValidated()).isPresent()) {
            console.say("  warning: without a validation split the best cell was selected by test accuracy, which is then no "
                    + "estimate for new images; set data.validation");
        }
    }
}
