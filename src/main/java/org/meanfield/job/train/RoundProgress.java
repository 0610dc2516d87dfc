package org.meanfield.job.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;

/** Progress line of a training. */
public final class RoundProgress {
    private final Progress progress;
    private final long started = System.nanoTime();
    private int startedAt = -1;

    public RoundProgress(Progress progress) {
        this.progress = progress;
    }

    void show(RoundPlan plan, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        RoundRow last = rounds.get(rounds.size() - 1);
        if (startedAt < 0) {
            startedAt = last.round() - 1;
        }
        double perRound = (System.nanoTime() - started) / 1e9 / (last.round() - startedAt);
        String accuracy = EvaluationRow.lastValidation(evaluations)
                .map(row -> String.format(Locale.ROOT, " · validation %.1f %%", 100 * row.accuracy()))
                .orElse("");
        progress.show(String.format(
                Locale.ROOT,
                "round %d/%d · epoch %d/%d · loss %.4f%s · %,.0f images/s · %s left",
                last.round(),
                plan.rounds(),
                last.epoch(),
                plan.epochs(),
                last.trainLoss(),
                accuracy,
                last.imagesPerSecond(),
                duration(perRound * (plan.rounds() - last.round()))));
    }

    /** Returns {@code seconds} as minutes and seconds, after an hour with hours: {@code 1:05}, {@code 2:00:00}. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        long minutes = whole / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, whole % 60);
    }

    /** Returns the training images per second over the rounds after the first, which includes warm-up. */
    static double imagesPerSecond(List<RoundRow> rounds) {
        return afterFirst(rounds).stream().mapToLong(RoundRow::examples).sum() / seconds(rounds, RoundRow::seconds);
    }

    /** Returns the fraction of time, in [0, 1], that local steps took in the rounds after the first. */
    static double localStepsShare(List<RoundRow> rounds) {
        return seconds(rounds, RoundRow::localStepsSeconds) / seconds(rounds, RoundRow::seconds);
    }

    private static double seconds(List<RoundRow> rounds, ToDoubleFunction<RoundRow> part) {
        return afterFirst(rounds).stream().mapToDouble(part).sum();
    }

    private static List<RoundRow> afterFirst(List<RoundRow> rounds) {
        return rounds.size() > 1 ? rounds.subList(1, rounds.size()) : rounds;
    }
}
