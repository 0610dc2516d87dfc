package org.meanfield.testing;

import java.util.List;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RoundRow;

/** Rows of the tables, for tests that look at few of their columns. */
public final class Rows {
    private Rows() {}

    /** Returns a round of 10 local steps that took a second, half of it for the local steps. */
    public static RoundRow round(int round, int epoch, long examples, double loss) {
        return new RoundRow(round, epoch, 10, examples, loss, 0.001, 0.25, 0.5, 0.5, 0.25, 0, examples, 0.1, 1);
    }

    /** Returns an evaluation on 1,000 images. */
    public static EvaluationRow evaluation(String split, int round, int epoch, double accuracy, double loss) {
        return new EvaluationRow(
                split,
                round,
                epoch,
                1000,
                Math.round(1000 * accuracy),
                accuracy,
                accuracy - 0.01,
                accuracy + 0.01,
                loss,
                0.02);
    }

    /**
     * Returns a model scored on 100 images of two classes, the first half of them of class 0. Those of class 0 are right first;
     * all of them are predicted with a confidence of 0.4, all others with one of 0.9, and so fall into two bins.
     */
    public static RobustnessRow robustness(String run, String corruption, int severity, int repeat, int correct) {
        long first = Math.min(50, correct);
        double accuracy = correct / 100.0;
        return new RobustnessRow(
                run,
                "hash of " + run,
                "hash of the data",
                "test",
                corruption,
                severity,
                repeat,
                severity == 0 ? "" : "std=0." + severity,
                severity == 0 ? "" : "before-normalization",
                true,
                "0123abcd of %s/%d/%d".formatted(corruption, severity, repeat),
                100,
                correct,
                List.of(50L, 50L),
                List.of(first, correct - first),
                accuracy,
                accuracy - 0.05,
                accuracy + 0.04,
                1 - accuracy,
                0.1,
                0.2,
                0.9,
                0.9 - accuracy,
                0.8 - accuracy,
                1 - accuracy,
                List.of(50L, 50L),
                List.of(first, correct - first),
                List.of(20.0, 45.0),
                Double.NaN);
    }
}
