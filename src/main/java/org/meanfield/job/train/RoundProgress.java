package org.meanfield.job.train;

import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.meanfield.data.Split;
import org.meanfield.job.common.Durations;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;

/** Progress of a training: a line that each round replaces, and one that stays for each epoch. */
public final class RoundProgress {
    private final Progress progress;
    private final LongSupplier nanos;
    private final long started;
    private int startedAt = -1;
    /** Rounds whose rows an epoch's line has reported, or that were there before. */
    private int reported;

    /**
     * Creates one.
     *
     * @param nanos the clock, in nanoseconds from any moment
     */
    public RoundProgress(Progress progress, LongSupplier nanos) {
        this.progress = progress;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** Reports the last of {@code rounds}. */
    void show(RoundPlan plan, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        RoundRow last = rounds.get(rounds.size() - 1);
        if (startedAt < 0) {
            startedAt = last.round() - 1;
            reported = rounds.size() - 1;
        }
        String left = left(plan, last);
        if (plan.endsEpoch(last.round() - 1)) {
            List<RoundRow> fresh = rounds.subList(reported, rounds.size());
            progress.note(String.format(
                    Locale.ROOT,
                    "epoch %s of %d · train loss %.4f%s · %,.0f images/s · %s left",
                    epochs(plan, last.round()),
                    plan.epochs(),
                    trainLoss(fresh),
                    validation(evaluations, last.round()),
                    speed(fresh),
                    left));
            reported = rounds.size();
        }
        if (last.round() < plan.rounds()) {
            progress.show(String.format(
                    Locale.ROOT,
                    "round %d/%d · epoch %d/%d · loss %.4f · %,.0f images/s · %s left",
                    last.round(),
                    plan.rounds(),
                    last.epoch(),
                    plan.epochs(),
                    last.trainLoss(),
                    last.imagesPerSecond(),
                    left));
        } else {
            progress.show("scoring the test split");
        }
    }

    private String left(RoundPlan plan, RoundRow last) {
        double perRound = (nanos.getAsLong() - started) / 1e9 / (last.round() - startedAt);
        return Durations.text(perRound * (plan.rounds() - last.round()));
    }

    /** The epochs that are over, as a fraction if a round ended within one. */
    private static String epochs(RoundPlan plan, int round) {
        double epochs = (double) plan.stepsAfter(round) / plan.stepsPerEpoch();
        return String.format(Locale.ROOT, epochs == Math.rint(epochs) ? "%.0f" : "%.2f", epochs);
    }

    private static double trainLoss(List<RoundRow> rounds) {
        double sum = rounds.stream()
                .mapToDouble(row -> row.trainLoss() * row.examples())
                .sum();
        return sum / rounds.stream().mapToLong(RoundRow::examples).sum();
    }

    /** The validation after {@code round} rounds; empty without one. */
    private static String validation(List<EvaluationRow> evaluations, int round) {
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.VALIDATION.label()) && row.round() == round)
                .map(row -> String.format(
                        Locale.ROOT, " · validation loss %.4f, %.2f %%", row.loss(), 100 * row.accuracy()))
                .findFirst()
                .orElse("");
    }

    /** Returns the training images per second over the rounds after the first, which includes warm-up. */
    public static double imagesPerSecond(List<RoundRow> rounds) {
        return speed(afterFirst(rounds));
    }

    /** Returns the fraction of time, in [0, 1], that local steps took in the rounds after the first. */
    static double localStepsShare(List<RoundRow> rounds) {
        return seconds(rounds, RoundRow::localStepsSeconds) / seconds(rounds, RoundRow::seconds);
    }

    private static double speed(List<RoundRow> rounds) {
        return rounds.stream().mapToLong(RoundRow::examples).sum()
                / rounds.stream().mapToDouble(RoundRow::seconds).sum();
    }

    private static double seconds(List<RoundRow> rounds, ToDoubleFunction<RoundRow> part) {
        return afterFirst(rounds).stream().mapToDouble(part).sum();
    }

    private static List<RoundRow> afterFirst(List<RoundRow> rounds) {
        return rounds.size() > 1 ? rounds.subList(1, rounds.size()) : rounds;
    }
}
