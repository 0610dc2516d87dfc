package org.meanfield.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.meanfield.tables.RoundRow;

/** Mapping from a training's rounds to epochs, with aggregates per epoch. */
final class EpochScale {
    private final List<RoundRow> rounds;
    private final double[] ends;

    /** Creates the scale of rounds in order, at least one. */
    EpochScale(List<RoundRow> rounds) {
        this.rounds = rounds;
        this.ends = ends(rounds);
    }

    /** Returns the number of epochs. */
    int count() {
        return rounds.get(rounds.size() - 1).epoch();
    }

    /** Returns the end of each round in epochs. A round belongs to the epoch of its last step. */
    double[] ends() {
        return ends.clone();
    }

    /** Returns the end of a round in epochs, by its number from 1. */
    double end(int round) {
        return ends[round - 1];
    }

    /**
     * A round may reach into the next epoch, so that the images seen are divided by those of an epoch. No round ends after its epoch, and
     * the last one of a finished training at its end: images seen by epochs are at most an epoch's, and there equal to it.
     */
    private static double[] ends(List<RoundRow> rounds) {
        double[] ends = new double[rounds.size()];
        double seen = 0;
        double epoch = 0;
        for (int i = 0; i < ends.length; i++) {
            seen += rounds.get(i).examples();
            ends[i] = seen;
            epoch = Math.max(epoch, seen / rounds.get(i).epoch());
        }
        for (int i = 0; i < ends.length; i++) {
            ends[i] /= epoch;
        }
        return ends;
    }

    /** Returns the middle of each epoch's rounds, which may begin before it. */
    double[] middles() {
        double[] middles = IntStream.rangeClosed(1, count())
                .mapToDouble(epoch -> epoch - 0.5)
                .toArray();
        for (int first = 0; first < ends.length; ) {
            int epoch = rounds.get(first).epoch();
            int last = first;
            while (last + 1 < ends.length && rounds.get(last + 1).epoch() == epoch) {
                last++;
            }
            middles[epoch - 1] = ((first == 0 ? 0 : ends[first - 1]) + ends[last]) / 2;
            first = last + 1;
        }
        return middles;
    }

    /** Returns the mean of {@code value} over the images of each epoch; NaN for one without rounds. */
    double[] means(ToDoubleFunction<RoundRow> value) {
        return IntStream.rangeClosed(1, count())
                .mapToDouble(epoch -> sum(rounds, epoch, round -> value.applyAsDouble(round) * round.examples())
                        / sum(rounds, epoch, RoundRow::examples))
                .toArray();
    }

    /** Returns the sum of {@code value} over the rounds of each epoch. */
    double[] sums(ToDoubleFunction<RoundRow> value) {
        return IntStream.rangeClosed(1, count())
                .mapToDouble(epoch -> sum(rounds, epoch, value))
                .toArray();
    }

    private static double sum(List<RoundRow> rounds, int epoch, ToDoubleFunction<RoundRow> value) {
        return rounds.stream()
                .filter(round -> round.epoch() == epoch)
                .mapToDouble(value)
                .sum();
    }
}
