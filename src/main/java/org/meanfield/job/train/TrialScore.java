package org.meanfield.job.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.data.Split;
import org.meanfield.tables.EvaluationRow;

/**
 * Score of a finished trial's selected state.
 *
 * @param validation validation accuracy; NaN without a validation split
 * @param test test accuracy
 */
public record TrialScore(double validation, double test) {
    /** Returns the score of a trial from its rows; empty if it has not been tested. */
    public static Optional<TrialScore> of(List<EvaluationRow> evaluations) {
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.TEST.label()))
                .findFirst()
                .map(tested -> new TrialScore(validation(evaluations, tested.round()), tested.accuracy()));
    }

    /** Returns the validation accuracy after {@code rounds} rounds; NaN if there is none. */
    public static double validation(List<EvaluationRow> evaluations, int rounds) {
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.VALIDATION.label()) && row.round() == rounds)
                .mapToDouble(EvaluationRow::accuracy)
                .findFirst()
                .orElse(Double.NaN);
    }

    /**
     * Returns whether trials are compared by validation accuracy; otherwise, without a validation split, by test
     * accuracy.
     */
    public boolean isValidated() {
        return !Double.isNaN(validation);
    }

    /** Returns it for the console. */
    public String text() {
        String tested = String.format(Locale.ROOT, "test %.2f %%", 100 * test);
        return isValidated() ? String.format(Locale.ROOT, "validation %.2f %%, %s", 100 * validation, tested) : tested;
    }

    /** Returns the accuracy by which trials are compared. */
    public double decisive() {
        return isValidated() ? validation : test;
    }
}
