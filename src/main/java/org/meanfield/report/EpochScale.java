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

    private static double[] ends(List<RoundRow> rounds) {
        double[] ends = new double[rounds.size()];
        for (int i = 0; i < ends.length; ) {
            int epoch = rounds.get(i).epoch();
            double all = sum(rounds, epoch, RoundRow::examples);
            double seen = 0;
            for (; i < ends.length && rounds.get(i).epoch() == epoch; i++) {
                seen += rounds.get(i).examples();
                ends[i] = epoch - 1 + seen / all;
            }
        }
        return ends;
    }

    /** Returns the middle of each epoch. */
    double[] middles() {
        return IntStream.rangeClosed(1, count())
                .mapToDouble(epoch -> epoch - 0.5)
                .toArray();
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
