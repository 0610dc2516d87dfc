package org.meanfield.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Score;
import org.meanfield.image.LabelledImages;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;

/**
 * Scores models on one split, block by block, on the executors. The scores are added up in the order of the blocks, so that
 * the bits do not depend on who was first.
 */
public final class Evaluator {
    private static final int BLOCK = 500;

    private final JavaSparkContext context;
    private final LearnerSettings learner;
    private final Splits splits;
    private final Normalization normalization;
    private final Split split;
    private final int images;
    private final JavaRDD<Integer> blocks;

    /** Creates one for a split of {@code images} images. */
    public Evaluator(
            JavaSparkContext context,
            LearnerSettings learner,
            Splits splits,
            Normalization normalization,
            Split split,
            int images) {
        this(context, learner, splits, normalization, split, images, context.defaultParallelism());
    }

    /** Creates one with {@code parallelism} tasks at most. */
    Evaluator(
            JavaSparkContext context,
            LearnerSettings learner,
            Splits splits,
            Normalization normalization,
            Split split,
            int images,
            int parallelism) {
        this.context = context;
        this.learner = learner;
        this.splits = splits;
        this.normalization = normalization;
        this.split = split;
        this.images = images;
        List<Integer> starts = IntStream.iterate(0, start -> start < images, start -> start + BLOCK)
                .boxed()
                .toList();
        int tasks = Math.max(1, Math.min(starts.size(), parallelism));
        this.blocks = context.parallelize(starts, tasks);
    }

    /** Scores a network with {@code parameters} on the whole split, each image exactly once. */
    public Score score(float[] parameters) {
        context.setJobDescription("Score the %s split".formatted(split.label()));
        Broadcast<float[]> broadcast = context.broadcast(parameters);
        Score total = blocks.map(new ScoreBlock(learner, splits, normalization, split, broadcast)).collect().stream()
                .reduce(Score.none(), Score::plus);
        broadcast.destroy();
        return total.over(images);
    }

    private record ScoreBlock(
            LearnerSettings learner,
            Splits splits,
            Normalization normalization,
            Split split,
            Broadcast<float[]> parameters)
            implements Function<Integer, Score> {
        @Override
        public Score call(Integer start) throws InterruptedException {
            LabelledImages block = splits.read(split, start, Math.min(start + BLOCK, splits.count(split)));
            int size = block.shape().size();
            float[][] table = normalization.table();
            float[] features = new float[block.count() * size];
            for (int i = 0; i < block.count(); i++) {
                Batches.normalize(block, i, table, features, i * size);
            }
            float[] probabilities =
                    Learners.use(learner, own -> own.probabilities(parameters.value(), features, block.count()));
            return Score.of(probabilities, block.labels());
        }
    }
}
