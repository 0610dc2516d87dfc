package org.meanfield.testing;

import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;

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
}
