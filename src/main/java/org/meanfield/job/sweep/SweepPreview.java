package org.meanfield.job.sweep;

import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Durations;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.spark.StepCost;
import org.meanfield.sweep.Trial;

/** Preview of a sweep, for --dry-run. */
final class SweepPreview {
    private SweepPreview() {}

    /** Returns the preview, with the measured time of a local step of the first cell on this machine. */
    static String of(SweepPlan plan) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        int cells = plan.first().size();
        int trials = plan.trials().size();
        text.append(String.format(
                Locale.ROOT, "%s: %d cells × %d seeds = %d trials%n", plan.id(), cells, trials / cells, trials));
        int repeats = plan.job().random().repeats();
        if (repeats > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d of %d draws duplicate an earlier one and are left out%n",
                    repeats,
                    plan.job().random().count()));
        }
        if (plan.job().search().looksAtResults()) {
            text.append(String.format(
                    Locale.ROOT,
                    "The first of at most %d cells; the search chooses the others by the results%n",
                    plan.job().search().trials()));
        }
        int number = 0;
        for (String label : plan.trials().stream()
                .map(trial -> trial.cell().label())
                .distinct()
                .toList()) {
            text.append(String.format(Locale.ROOT, "  %3d  %s%n", ++number, label));
        }
        List<Trial> all = plan.trials().stream().map(SweepTrial::trial).toList();
        long whole = all.stream().mapToLong(Trial::epochs).sum();
        long trained = plan.job().scheduler().epochs(all);
        if (trained < whole) {
            text.append(String.format(Locale.ROOT, "The scheduler trains at most %d of %d epochs%n", trained, whole));
        }
        plan.first().stream()
                .map(PreparedJob::plan)
                .filter(rounds -> rounds.stepsPerEpoch() % rounds.localSteps() != 0)
                .findFirst()
                .ifPresent(rounds -> text.append(String.format(
                        Locale.ROOT,
                        "Warning: an epoch has %d local steps, no multiple of train.local-steps %d: it is scored after the round in which it ends%n",
                        rounds.stepsPerEpoch(),
                        rounds.localSteps())));
        PreparedJob first = plan.first().get(0);
        double step = StepCost.seconds(first.training(), first.job());
        double seconds = step * steps(plan) * trained / whole;
        int cores = Runtime.getRuntime().availableProcessors();
        text.append(String.format(
                Locale.ROOT,
                "A local step of the first cell takes %.1f ms here: about %s on one core, %s on the %d of this machine%n",
                1e3 * step,
                Durations.text(seconds),
                Durations.text(seconds / Math.min(cores, trials)),
                cores));
        return text.toString();
    }

    /** The local steps of all workers of all trials. */
    private static double steps(SweepPlan plan) {
        double perSeed = plan.first().stream()
                .mapToDouble(first ->
                        (double) first.plan().totalSteps() * first.plan().workers())
                .sum();
        return perSeed * plan.trials().size() / plan.first().size();
    }
}
