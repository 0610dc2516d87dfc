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
     * @param hash of the images that it was scored on
     * @param scored its score under the condition
     * @param cleanHits the clean images that it classifies correctly
     */
    static RobustnessRow of(
            EvaluationGroup group,
            EvaluatedModel model,
            ConditionScores scores,
            String hash,
            Scored scored,
            BitSet cleanHits) {
        Condition condition = scores.condition();
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
                hash,
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
                Arrays.stream(score.binConfidence()).boxed().toList());
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
