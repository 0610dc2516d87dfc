package org.meanfield.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;

/**
 * How far a run in progress is, as its rows say, which a checkpoint writes.
 *
 * @param epochs of the job
 * @param done epochs that are over, with the fraction of the last one
 * @param last its last round
 * @param seconds of all its rounds, with their checkpoints
 * @param written when the rows were written
 */
record RunningRun(int epochs, double done, RoundRow last, double seconds, Instant written) {
    /** Its last rounds, over which the speed is measured. */
    private static final int RECENT = 10;

    /** Returns that of a run; empty if it is not in progress or has no rounds yet. */
    static Optional<RunningRun> of(RunData run, List<RoundRow> rounds) {
        String epochs = JobValues.of(run.row().job()).get("train.epochs");
        if (!run.row().status().equals(RunStatus.RUNNING.label()) || rounds.isEmpty() || epochs.isEmpty()) {
            return Optional.empty();
        }
        double[] ends = new EpochScale(rounds).ends();
        return run.results()
                .lastRounds(run.id())
                .map(written -> new RunningRun(
                        Integer.parseInt(epochs),
                        ends[ends.length - 1],
                        rounds.get(rounds.size() - 1),
                        run.seconds(),
                        written));
    }

    /** Returns the seconds that are left if the rest takes as long per epoch; empty in the first epoch, whose length is not known. */
    Optional<Double> left() {
        return last.epoch() == 1 && epochs > 1
                ? Optional.empty()
                : Optional.of(seconds / done * Math.max(0, epochs - done));
    }

    /** Returns the estimated end. */
    Optional<Instant> end() {
        return left().map(seconds -> written.plus(Duration.ofMillis(Math.round(1000 * seconds))));
    }

    /** Returns its tiles. */
    List<String> tiles(List<RoundRow> rounds) {
        List<String> tiles = new ArrayList<>();
        tiles.add(Html.tile(
                String.format(Locale.ROOT, "%d of %d", last.epoch(), epochs),
                "epoch of the last round, round %s; as of %s"
                        .formatted(Numbers.count(last.round()), Numbers.minute(written))));
        tiles.add(Html.tile(
                end().map(Numbers::minute).orElse("–"),
                left().map(seconds -> "estimated end of the training, " + Numbers.seconds(seconds) + " after that")
                        .orElse("estimated end of the training: known after the first epoch")));
        tiles.add(Html.tile(
                Numbers.count(
                        TrainPage.imagesPerSecond(rounds.subList(Math.max(0, rounds.size() - RECENT), rounds.size()))),
                "training images/s in the last rounds"));
        tiles.add(Html.tile(String.format(Locale.ROOT, "%.4f", last.trainLoss()), "training loss of the last round"));
        return tiles;
    }
}
