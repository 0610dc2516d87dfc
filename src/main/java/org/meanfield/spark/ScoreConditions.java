package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.CorruptedImages;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.image.LabelledImages;

/**
 * Executes a {@link ScoringTask}: reads its block of images once, corrupts it once per condition, or attacks it for each model, and
 * scores each of its models on it.
 */
record ScoreConditions(
        CorruptedSplit split,
        List<Condition> conditions,
        Broadcast<List<ScoredModel>> models,
        Broadcast<List<AttackedModel>> attacked,
        AdaptedNorms norms)
        implements Function<ScoringTask, BlockScores> {
    @Override
    public BlockScores call(ScoringTask task) throws InterruptedException {
        LabelledImages block = split.read(task.start());
        List<List<Scored>> scores = new ArrayList<>();
        List<List<byte[]>> digests = new ArrayList<>();
        long corruptNanos = 0;
        long inferNanos = 0;
        List<List<Long>> adapted = new ArrayList<>();
        for (int c = task.firstCondition(); c < task.endCondition(); c++) {
            Condition condition = conditions.get(c);
            List<Scored> scored = new ArrayList<>();
            List<Long> adaptedScored = new ArrayList<>();
            List<byte[]> ofModels = new ArrayList<>();
            Optional<CorruptedImages> common = Optional.empty();
            for (int m = task.firstModel(); m < task.endModel(); m++) {
                ScoredModel model = models.value().get(m);
                long begun = System.nanoTime();
                CorruptedImages images =
                        common.isPresent() ? common.get() : images(block, task.start(), condition, model);
                common = isCommon(condition) ? Optional.of(images) : Optional.empty();
                long made = System.nanoTime();
                float[] probabilities = Learners.use(
                        model.learner(),
                        learner -> learner.probabilities(model.parameters(), images.features(), block.count()));
                Score score = Score.of(probabilities, block.labels());
                Optional<float[]> other = norms.parameters(c, m, model.parameters());
                adaptedScored.add(
                        other.isPresent()
                                ? adapted(model, other.get(), images, block)
                                : condition instanceof Condition.Fixed ? score.correct() : -1);
                scored.add(new Scored(score, Predictions.of(task.start(), probabilities, block.labels())));
                ofModels.add(images.digests());
                corruptNanos += made - begun;
                inferNanos += System.nanoTime() - made;
            }
            scores.add(scored);
            digests.add(ofModels);
            adapted.add(adaptedScored);
        }
        return new BlockScores(task, scores, digests, adapted, corruptNanos / 1e9, inferNanos / 1e9);
    }

    /** Returns the images that a model classifies correctly with other parameters. */
    private static long adapted(ScoredModel model, float[] parameters, CorruptedImages images, LabelledImages block)
            throws InterruptedException {
        float[] probabilities = Learners.use(
                model.learner(), learner -> learner.probabilities(parameters, images.features(), block.count()));
        return Score.of(probabilities, block.labels()).correct();
    }

    /** Returns whether all models are scored on the same images. */
    private static boolean isCommon(Condition condition) {
        return !(condition instanceof Condition.Attacked made)
                || !made.attack().needsGradient()
                || !made.attack().madeFor().isEmpty();
    }

    private CorruptedImages images(LabelledImages block, int start, Condition condition, ScoredModel scored)
            throws InterruptedException {
        if (condition instanceof Condition.Fixed fixed) {
            return CorruptedImages.of(block, start, fixed, split.noise(), split.normalization());
        }
        Condition.Attacked made = (Condition.Attacked) condition;
        String run = made.attack().madeFor();
        AttackedModel victim = run.isEmpty()
                ? new AttackedModel("", scored, split.normalization())
                : attacked.value().stream()
                        .filter(model -> model.run().equals(run))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("No model of run " + run));
        IntFunction<SplittableRandom> streams = split.noise().streams(condition);
        return CorruptedImages.of(
                victim.attacked(block, made, i -> streams.apply(i < 0 ? i : start + i)), split.normalization());
    }
}
