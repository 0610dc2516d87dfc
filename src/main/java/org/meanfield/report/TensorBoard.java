package org.meanfield.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/** A training's scalars for TensorBoard. The step is the round; times are those of the rounds without waits between resumes. */
public final class TensorBoard {
    private TensorBoard() {}

    /** Returns the name of a run's event file, which TensorBoard looks for by its part {@code tfevents}. */
    public static String fileName(RunData run) {
        return "events.out.tfevents.%s.meanfield"
                .formatted(Long.toString(run.row().started().getEpochSecond()));
    }

    /** Returns the event file of a run, up to its last rows. */
    public static byte[] events(RunData run) {
        List<RoundRow> rounds = run.rounds();
        Instant started = run.row().started();
        EventFile file = new EventFile(started);
        Instant[] ends = new Instant[rounds.size()];
        Instant time = started;
        for (int i = 0; i < ends.length; i++) {
            RoundRow round = rounds.get(i);
            time = time.plus(Duration.ofNanos(Math.round(1e9 * (round.seconds() + round.checkpointSeconds()))));
            ends[i] = time;
            file.scalar(time, round.round(), "loss/train", round.trainLoss());
            file.scalar(time, round.round(), "training/epoch", round.epoch());
            file.scalar(time, round.round(), "training/learning-rate", round.learningRate());
            file.scalar(time, round.round(), "training/images-per-second", round.imagesPerSecond());
            file.scalar(time, round.round(), "training/consensus-distance", round.consensusDistance());
        }
        for (EvaluationRow row : run.evaluations()) {
            Instant scored = row.round() > 0 && row.round() <= ends.length ? ends[row.round() - 1] : started;
            file.scalar(scored, row.round(), "loss/" + row.split(), row.loss());
            file.scalar(scored, row.round(), "accuracy/" + row.split(), row.accuracy());
        }
        return file.bytes();
    }
}
