package org.meanfield.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;

/** A run in the tables, whose rows are read on demand. */
public record RunData(String id, RunRow row, Results results) {
    /** Returns its rounds, in order. */
    public List<RoundRow> rounds() {
        return results.rounds(id).stream()
                .sorted(Comparator.comparingInt(RoundRow::round))
                .toList();
    }

    /** Returns its evaluations on a split, in the order of training. */
    public List<EvaluationRow> evaluations(String split) {
        return evaluations().stream().filter(row -> row.split().equals(split)).toList();
    }

    /** Returns its evaluations on all splits, in the order of training. */
    List<EvaluationRow> evaluations() {
        return results.scores(id).stream()
                .sorted(Comparator.comparingInt(EvaluationRow::round))
                .toList();
    }

    /** Returns the test metrics of its selected model; empty if it was not tested. */
    public Optional<EvaluationRow> tested() {
        return evaluations("test").stream().reduce((first, last) -> last);
    }

    /** Returns the validation metrics after the same rounds as the selected model's test, or the last ones; empty without any. */
    public Optional<EvaluationRow> validated() {
        List<EvaluationRow> all = evaluations("validation");
        int selected = tested().map(EvaluationRow::round).orElse(-1);
        return all.stream().filter(row -> row.round() == selected).findFirst().or(() -> all.stream()
                .reduce((first, last) -> last));
    }

    /** Returns its seconds of training: those of all rounds and checkpoints, without waits between resumes; 0 without rounds. */
    public double seconds() {
        return rounds().stream()
                .mapToDouble(round -> round.seconds() + round.checkpointSeconds())
                .sum();
    }

    /** Returns the predictions of its selected model for the test images, in order. */
    public List<PredictionRow> predictions() {
        return results.rows(id, PredictionRow.class).stream()
                .filter(row -> row.condition().equals("clean"))
                .sorted(Comparator.comparingInt(PredictionRow::index))
                .toList();
    }

    /** Returns of each test image whether its selected model is right about it, in order. */
    boolean[] hits() {
        List<PredictionRow> predictions = predictions();
        boolean[] right = new boolean[predictions.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = predictions.get(i).label() == predictions.get(i).predicted();
        }
        return right;
    }
}
