package org.meanfield.spark;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.Scored;
import org.meanfield.storage.Sha256;

/**
 * Distributed scorer of models on a corrupted split, a Spark task for each {@link ScoringTask}. Blocks are summed in
 * order, so the bits depend neither on task timing nor on how the work was divided.
 */
public final class ConditionScorer implements AutoCloseable {
    private final JavaSparkContext context;
    private final CorruptedSplit split;
    private final int models;
    private final int adaptTo;
    private final int cores;
    private final Broadcast<List<ScoredModel>> broadcast;
    private final Broadcast<List<AttackedModel>> attacked;

    /**
     * Scores and times of some conditions.
     *
     * @param scores of each condition, in their order
     * @param corruptSeconds core seconds spent on corrupting images
     * @param inferSeconds core seconds spent on inference
     */
    public record Result(List<ConditionScores> scores, double corruptSeconds, double inferSeconds) {}

    /**
     * Creates one of models that are all held in memory, here and on every executor.
     *
     * @param attacked those that attacks are made for whichever model is scored; empty for none
     * @param adaptTo the images that batch norm is adapted to for a second score; 0 for none
     */
    public ConditionScorer(
            JavaSparkContext context,
            CorruptedSplit split,
            List<ScoredModel> models,
            List<AttackedModel> attacked,
            int adaptTo) {
        this(context, split, models, attacked, adaptTo, Slots.of(context));
    }

    /** Creates one that divides the work among {@code cores}. */
    ConditionScorer(
            JavaSparkContext context,
            CorruptedSplit split,
            List<ScoredModel> models,
            List<AttackedModel> attacked,
            int adaptTo,
            int cores) {
        this.context = context;
        this.split = split;
        this.models = models.size();
        this.adaptTo = adaptTo;
        this.cores = cores;
        this.broadcast = context.broadcast(models);
        this.attacked = context.broadcast(attacked);
    }

    /**
     * Scores all models under {@code conditions}, each image exactly once.
     *
     * @throws IllegalStateException if images were left out or counted twice
     */
    public Result score(List<Condition> conditions) {
        JobNames.set(
                context,
                String.format(
                        Locale.ROOT,
                        "score %d models under %d conditions of %s",
                        models,
                        conditions.size(),
                        conditions.get(0).name()));
        AdaptedNorms norms =
                adaptTo == 0 ? AdaptedNorms.NONE : AdaptedNorms.of(context, split, conditions, broadcast, adaptTo);
        List<ScoringTask> pieces = ScoringTask.of(split.blocks(), conditions.size(), models, cores);
        List<BlockScores> collected = context.parallelize(pieces, pieces.size())
                .map(new ScoreConditions(split, conditions, broadcast, attacked, norms))
                .collect();
        ExecutorCheck.checkAgreement(context);
        List<ConditionScores> scores = new ArrayList<>();
        for (int c = 0; c < conditions.size(); c++) {
            int condition = c;
            List<String> hashes = IntStream.range(0, models)
                    .mapToObj(m -> hash(collected, condition, m))
                    .toList();
            scores.add(new ConditionScores(conditions.get(c), hashes, total(collected, c), adapted(collected, c)));
        }
        return new Result(
                scores,
                collected.stream().mapToDouble(BlockScores::corruptSeconds).sum(),
                collected.stream().mapToDouble(BlockScores::inferSeconds).sum());
    }

    @Override
    public void close() {
        broadcast.destroy();
        attacked.destroy();
    }

    private static String hash(List<BlockScores> blocks, int condition, int model) {
        MessageDigest digest = Sha256.start();
        blocks.stream()
                .filter(block -> block.piece().has(condition, model))
                .forEach(block -> digest.update(block.digests(condition, model)));
        return Sha256.hex(digest);
    }

    private List<Scored> total(List<BlockScores> blocks, int condition) {
        List<Scored> totals = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            Scored total = Scored.none();
            for (BlockScores block : blocks) {
                if (block.piece().has(condition, m)) {
                    total = total.plus(block.scored(condition, m));
                }
            }
            totals.add(total.over(split.images()));
        }
        return totals;
    }

    /** Returns the adapted accuracy of each model; NaN of an attack. */
    private List<Double> adapted(List<BlockScores> blocks, int condition) {
        List<Double> accuracies = new ArrayList<>();
        for (int m = 0; m < models && adaptTo > 0; m++) {
            long correct = 0;
            for (BlockScores block : blocks) {
                correct += block.piece().has(condition, m) ? block.adapted(condition, m) : 0;
            }
            accuracies.add(correct >= 0 ? (double) correct / split.images() : Double.NaN);
        }
        return accuracies;
    }
}
