package org.meanfield.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;

/** A run as the tables know it; the rows are read when they are asked for. */
public record RunData(String id, RunRow row, Results results) {
    /** Returns its rounds, in their order. */
    public List<RoundRow> rounds() {
        return results.rows(id, RoundRow.class).stream()
                .sorted(Comparator.comparingInt(RoundRow::round))
                .toList();
    }

    /** Returns its evaluations on a split, in the order of training. */
    public List<EvaluationRow> evaluations(String split) {
        return results.rows(id, EvaluationRow.class).stream()
                .filter(row -> row.split().equals(split))
                .sorted(Comparator.comparingInt(EvaluationRow::round))
                .toList();
    }

    /** Returns how its selected model did on the test split; empty if it was not tested. */
    public Optional<EvaluationRow> tested() {
        return evaluations("test").stream().reduce((first, last) -> last);
    }

    /** Returns what its selected model takes the test images for, in their order. */
    public List<PredictionRow> predictions() {
        return results.rows(id, PredictionRow.class).stream()
                .filter(row -> row.condition().equals("clean"))
                .sorted(Comparator.comparingInt(PredictionRow::index))
                .toList();
    }
}
