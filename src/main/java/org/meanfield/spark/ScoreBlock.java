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
 * Scores models on the block of images from a number on: reads it once, corrupts it once for each condition, and puts it
 * before every model.
 */
record ScoreBlock(CorruptedSplit split, List<Condition> conditions, Broadcast<List<ScoredModel>> models)
        implements Function<Integer, BlockScores> {
    @Override
    public BlockScores call(Integer start) throws InterruptedException {
        LabelledImages block = split.read(start);
        List<List<Scored>> scores = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        long corruptNanos = 0;
        long inferNanos = 0;
        for (Condition condition : conditions) {
            long begun = System.nanoTime();
            CorruptedImages corrupted =
                    CorruptedImages.of(block, start, condition, split.noise(), split.normalization());
            long made = System.nanoTime();
            List<Scored> scored = new ArrayList<>();
            for (ScoredModel model : models.value()) {
                float[] probabilities = Learners.use(
                        model.learner(),
                        learner -> learner.probabilities(model.parameters(), corrupted.features(), block.count()));
                scored.add(new Scored(
                        Score.of(probabilities, block.labels()), Predictions.of(start, probabilities, block.labels())));
            }
            scores.add(scored);
            digests.add(corrupted.digests());
            corruptNanos += made - begun;
            inferNanos += System.nanoTime() - made;
        }
        return new BlockScores(scores, digests, corruptNanos / 1e9, inferNanos / 1e9);
    }
}
