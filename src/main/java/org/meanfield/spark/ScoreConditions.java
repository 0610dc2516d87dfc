package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.CorruptedImages;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.image.LabelledImages;

/**
 * Executes a {@link ScoringTask}: reads its block of images once, corrupts it once per condition, and scores each of
 * its models on it.
 */
record ScoreConditions(CorruptedSplit split, List<Condition> conditions, Broadcast<List<ScoredModel>> models)
        implements Function<ScoringTask, BlockScores> {
    @Override
    public BlockScores call(ScoringTask task) throws InterruptedException {
        LabelledImages block = split.read(task.start());
        List<List<Scored>> scores = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        long corruptNanos = 0;
        long inferNanos = 0;
        for (Condition condition : conditions.subList(task.firstCondition(), task.endCondition())) {
            long begun = System.nanoTime();
            CorruptedImages corrupted =
                    CorruptedImages.of(block, task.start(), condition, split.noise(), split.normalization());
            long made = System.nanoTime();
            List<Scored> scored = new ArrayList<>();
            for (ScoredModel model : models.value().subList(task.firstModel(), task.endModel())) {
                float[] probabilities = Learners.use(
                        model.learner(),
                        learner -> learner.probabilities(model.parameters(), corrupted.features(), block.count()));
                scored.add(new Scored(
                        Score.of(probabilities, block.labels()),
                        Predictions.of(task.start(), probabilities, block.labels())));
            }
            scores.add(scored);
            digests.add(corrupted.digests());
            corruptNanos += made - begun;
            inferNanos += System.nanoTime() - made;
        }
        return new BlockScores(task, scores, digests, corruptNanos / 1e9, inferNanos / 1e9);
    }
}
