package org.meanfield.train;

import java.io.Serializable;
import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.tables.EvaluationRow;

/**
 * Early stopping: a training ends once the validation split, scored at the end of each epoch, has shown no improvement for
 * {@code patience} epochs or rounds, and its result is the state with the best score so far. It depends on the rows of the
 * validation only, so that a resumed run stops after the same round.
 *
 * @param patience epochs or rounds without an improvement after which the training ends; 0 for no early stopping
 * @param unit of the patience; rounds are looked at where an epoch ends
 * @param metric of the validation split
 * @param minDelta a score that is better than that of the last improvement by no more than this is no improvement; 0 or more
 */
public record EarlyStopping(
        @Default("0") int patience,
        @Default("epochs") Unit unit,
        @Default("loss") Metric metric,
        @Default("0") double minDelta)
        implements Serializable {
    private static final String VALIDATION = "validation";

    /** The unit of the patience. */
    public enum Unit {
        /** Passes over the training data. */
        EPOCHS,
        /** Rounds of local steps. */
        ROUNDS
    }

    /** What is compared. */
    public enum Metric {
        /** The mean cross-entropy; lower is better. */
        LOSS,
        /** The accuracy; higher is better. */
        ACCURACY
    }

    /** Checks the ranges. */
    public EarlyStopping {
        Check.that(patience >= 0, "patience", patience, "0 or more");
        Check.that(minDelta >= 0 && Double.isFinite(minDelta), "min-delta", minDelta, "0 or more and finite");
    }

    /** Returns whether a training may end early. */
    public boolean isOn() {
        return patience > 0;
    }

    /** Returns whether the training is over after the last evaluation of {@code rows}, which are in the order of the rounds. */
    public boolean isOver(List<EvaluationRow> rows) {
        double best = Double.NEGATIVE_INFINITY;
        int improved = 0;
        int last = 0;
        for (EvaluationRow row : rows) {
            if (row.split().equals(VALIDATION)) {
                last = unit == Unit.EPOCHS ? row.epoch() : row.round();
                if (value(row) - minDelta > best) {
                    best = value(row);
                    improved = last;
                }
            }
        }
        return isOn() && last - improved >= patience;
    }

    /** Returns whether the validation {@code now} is better than all before it. */
    boolean isBest(List<EvaluationRow> before, EvaluationRow now) {
        return !Double.isNaN(value(now))
                && before.stream()
                        .filter(row -> row.split().equals(VALIDATION))
                        .noneMatch(row -> value(row) >= value(now));
    }

    private double value(EvaluationRow row) {
        return metric == Metric.LOSS ? -row.loss() : row.accuracy();
    }
}
