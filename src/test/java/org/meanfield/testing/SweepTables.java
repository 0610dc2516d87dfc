package org.meanfield.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.config.RecordWriter;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;

/** The tables of sweeps, by hand: a trial has two epochs of one round each and a test of 200 images. */
public final class SweepTables {
    /** How many images a trial is tested on. */
    public static final int IMAGES = 200;

    private final Tables tables;
    private final String sweep;
    private Instant started = Instant.parse("2026-11-20T19:28:45.123456Z");

    /** Creates those of a sweep under {@code output}. */
    public SweepTables(Path output, String sweep) {
        this.tables = new Tables(output.toString());
        this.sweep = sweep;
    }

    /** Lets those that are added from now on start at another time. */
    public SweepTables startingAt(String time) {
        started = Instant.parse(time);
        return this;
    }

    /** Adds a finished trial that has {@code correct} test images right: the first ones. */
    public void finished(String run, String cell, long seed, int correct) {
        run(run, cell, seed, "finished", "");
        double share = (double) correct / IMAGES;
        tables.replace(
                run, RoundRow.class, List.of(Rows.round(1, 1, 100, 2 - share), Rows.round(2, 2, 100, 1 - share)));
        tables.replace(
                run,
                EvaluationRow.class,
                List.of(
                        Rows.evaluation("validation", 1, 1, share / 2, 1),
                        Rows.evaluation("validation", 2, 2, share, 0.5),
                        Rows.evaluation("test", 2, 2, share, 0.5)));
        tables.replace(
                run,
                PredictionRow.class,
                IntStream.range(0, IMAGES)
                        .mapToObj(i -> new PredictionRow(run, "test", "clean", i, 1, i < correct ? 1 : 0, 0.75))
                        .toList());
    }

    /** Gives a trial a round and a score on the validation split at the end of some epochs: a tenth right for each of them. */
    public void course(String run, int... epochs) {
        List<RoundRow> rounds = new ArrayList<>();
        List<EvaluationRow> evaluations = new ArrayList<>();
        for (int epoch : epochs) {
            rounds.add(Rows.round(rounds.size() + 1, epoch, 100, 3.0 / epoch));
            evaluations.add(Rows.evaluation("validation", rounds.size(), epoch, 0.1 * epoch, 1));
        }
        tables.replace(run, RoundRow.class, rounds);
        tables.replace(run, EvaluationRow.class, evaluations);
    }

    /** Adds a run that is no training. */
    public void study(String run) {
        row(run, "study", "", 1, "finished", "");
    }

    /** Adds a finished evaluation of robustness. */
    public void robustness(String run, List<RobustnessRow> rows, List<PredictionRow> predictions) {
        row(run, "robustness", "", 1, "finished", "");
        tables.replace(run, RobustnessRow.class, rows);
        tables.replace(run, PredictionRow.class, predictions);
    }

    /** Adds a trial that has only its row among the runs. */
    public void run(String run, String cell, long seed, String status, String reason) {
        row(run, "train", cell, seed, status, reason);
    }

    private void row(String run, String kind, String cell, long seed, String status, String reason) {
        tables.replace(
                run,
                RunRow.class,
                List.of(new RunRow(
                        "digits",
                        kind,
                        sweep,
                        "0123abcd",
                        cell,
                        RecordWriter.toJson(Jobs.tiny("seed=" + seed)),
                        seed,
                        "4567",
                        0,
                        0,
                        "0.1.0",
                        "17.0.9",
                        "3.5.8",
                        "1.0.0-M2",
                        "1.0.0-M2.1",
                        List.of(new ExecutorRow("driver", "left", "CpuBackend", "avx2", "17.0.9")),
                        started,
                        0,
                        started.plusSeconds(200),
                        status,
                        reason,
                        List.of())));
    }
}
