package org.meanfield.job.train;

import java.util.List;
import java.util.Optional;
import org.meanfield.data.Split;
import org.meanfield.tables.EvaluationRow;

/**
 * How good the selected state of a trial that has come to its end is.
 *
 * @param validation its accuracy on the validation split; NaN where there is none
 * @param test its accuracy on the test split
 */
public record TrialScore(double validation, double test) {
    /** Returns that of a trial with these rows; empty for one that has not been tested. */
    public static Optional<TrialScore> of(List<EvaluationRow> evaluations) {
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.TEST.label()))
                .findFirst()
                .map(tested -> new TrialScore(validation(evaluations, tested.round()), tested.accuracy()));
    }

    /** Returns the accuracy on the validation split after {@code rounds} rounds; NaN where there is none. */
    public static double validation(List<EvaluationRow> evaluations, int rounds) {
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.VALIDATION.label()) && row.round() == rounds)
                .mapToDouble(EvaluationRow::accuracy)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Returns whether trials are compared by the validation split, and not by the test split for want of one. */
    public boolean isValidated() {
        return !Double.isNaN(validation);
    }

    /** Returns what trials are compared by. */
    public double decisive() {
        return isValidated() ? validation : test;
    }
}
