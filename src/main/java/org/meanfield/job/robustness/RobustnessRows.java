package org.meanfield.job.robustness;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.PairedDrop;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.spark.ConditionScores;
import org.meanfield.tables.RobustnessRow;

/** Builder of rows of the table {@code robustness}. */
final class RobustnessRows {
    private RobustnessRows() {}

    /**
     * Returns the row of a model.
     *
     * @param m its number among the scores
     * @param cleanHits the clean images that it classifies correctly
     */
    static RobustnessRow of(
            EvaluationGroup group, EvaluatedModel model, ConditionScores scores, int m, BitSet cleanHits) {
        Condition condition = scores.condition();
        Scored scored = scores.models().get(m);
        Score score = scored.score();
        BitSet hits = scored.predictions().hits();
        PairedDrop drop = condition.severity() == 0
                ? new PairedDrop(0, 0, 0)
                : PairedDrop.of(without(cleanHits, hits), without(hits, cleanHits), score.examples());
        return new RobustnessRow(
                model.run(),
                model.hash(),
                group.dataHash(),
                group.split().split().label(),
                condition.name(),
                condition.severity(),
                condition.repeat(),
                condition.parameter(group.data().shape()),
                condition.stage(),
                condition.clipped(),
                scores.hashes().get(m),
                score.examples(),
                score.correct(),
                list(score.classExamples()),
                list(score.classCorrect()),
                score.accuracy(),
                score.interval().low(),
                score.interval().high(),
                score.loss(),
                score.calibrationError(),
                score.brier(),
                (double) cleanHits.cardinality() / score.examples(),
                drop.drop(),
                drop.low(),
                drop.high(),
                list(score.binExamples()),
                list(score.binCorrect()),
                Arrays.stream(score.binConfidence()).boxed().toList(),
                scores.adapted().isEmpty() ? Double.NaN : scores.adapted().get(m));
    }

    /** Returns how many of {@code some} are not of {@code others}. */
    private static int without(BitSet some, BitSet others) {
        BitSet rest = (BitSet) some.clone();
        rest.andNot(others);
        return rest.cardinality();
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
