package org.meanfield.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.config.RecordSerializer;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.CorruptedImages;
import org.meanfield.image.LabelledImages;

/**
 * Batch norm adapted to corrupted images: of each model under each condition the statistics of a batch of images that are corrupted as
 * those to be scored (Schneider et al. 2020, "Improving robustness against common corruptions by covariate shift adaptation").
 *
 * @param places of each model the indices of its running statistics among its parameters
 * @param statistics of each condition, and for each of these of each model, in the order of {@code places}
 */
@DefaultSerializer(RecordSerializer.class)
record AdaptedNorms(List<BitSet> places, List<List<float[]>> statistics) implements Serializable {
    /** For a job that does not adapt. */
    static final AdaptedNorms NONE = new AdaptedNorms(List.of(), List.of());

    /** One batch of one model. */
    private record Pair(int condition, int model) implements Serializable {}

    /** Measures them, a Spark task for each model under each condition. */
    static AdaptedNorms of(
            JavaSparkContext context,
            CorruptedSplit split,
            List<Condition> conditions,
            Broadcast<List<ScoredModel>> models,
            int images) {
        List<BitSet> places = models.value().stream()
                .map(model -> model.learner().statistics())
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int c = 0; c < conditions.size(); c++) {
            for (int m = 0; m < places.size(); m++) {
                if (conditions.get(c) instanceof Condition.Fixed
                        && !places.get(m).isEmpty()) {
                    pairs.add(new Pair(c, m));
                }
            }
        }
        List<float[]> measured = pairs.isEmpty()
                ? List.of()
                : context.parallelize(pairs, pairs.size())
                        .map(new Measure(split, conditions, models, images))
                        .collect();
        List<List<float[]>> statistics = new ArrayList<>();
        for (int c = 0; c < conditions.size(); c++) {
            List<float[]> ofModels = new ArrayList<>();
            for (int m = 0; m < places.size(); m++) {
                int found = pairs.indexOf(new Pair(c, m));
                ofModels.add(found < 0 ? new float[0] : measured.get(found));
            }
            statistics.add(ofModels);
        }
        return new AdaptedNorms(places, statistics);
    }

    /** Returns the parameters of a model with the statistics under a condition; empty if there are none. */
    Optional<float[]> parameters(int condition, int model, float[] trained) {
        if (statistics.isEmpty() || statistics.get(condition).get(model).length == 0) {
            return Optional.empty();
        }
        float[] measured = statistics.get(condition).get(model);
        float[] adapted = trained.clone();
        int next = 0;
        for (int place : places.get(model).stream().toArray()) {
            adapted[place] = measured[next++];
        }
        return Optional.of(adapted);
    }

    /** Returns the statistics of one batch, on an executor. */
    private record Measure(
            CorruptedSplit split, List<Condition> conditions, Broadcast<List<ScoredModel>> models, int images)
            implements Function<Pair, float[]> {
        @Override
        public float[] call(Pair pair) throws InterruptedException {
            LabelledImages first = split.first(images);
            Condition.Fixed condition = (Condition.Fixed) conditions.get(pair.condition);
            float[] features = CorruptedImages.of(first, 0, condition, split.noise(), split.normalization())
                    .features();
            ScoredModel model = models.value().get(pair.model);
            return Learners.use(
                    model.learner(), learner -> learner.statistics(model.parameters(), features, first.count()));
        }
    }
}
