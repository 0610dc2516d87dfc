package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.config.Check;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.job.common.Console;
import org.meanfield.spark.CorruptedSplit;

/**
 * Group of models evaluated on the same images with the same normalization.
 *
 * @param data the data set
 * @param dataHash hash of the data
 * @param split the images and their corruption
 * @param models the models
 * @param most maximal number of predictions that the driver holds
 */
record EvaluationGroup(Dataset data, String dataHash, CorruptedSplit split, List<EvaluatedModel> models, long most) {
    /** The default of {@code most}: with their rows for the table of predictions about 300 MB. */
    static final long MOST_PREDICTIONS = 1_000_000;

    /** Maximal bytes of parameters in memory of the driver and of each executor. */
    private static final long MAX_BYTES = 128_000_000;

    /** The key of a group. */
    private record Key(Dataset data, List<List<Float>> normalization) {
        static Key of(EvaluatedModel model) {
            Normalization normalization = model.normalization();
            return new Key(model.data(), List.of(list(normalization.mean()), list(normalization.std())));
        }

        private static List<Float> list(float[] values) {
            List<Float> list = new ArrayList<>();
            for (float value : values) {
                list.add(value);
            }
            return list;
        }
    }

    /**
     * Groups models, in order, and opens their data, which are downloaded if missing.
     *
     * @param most maximal number of predictions that the driver holds
     * @throws org.meanfield.config.InvalidInputException if the data are broken or the split is empty
     */
    static List<EvaluationGroup> of(List<EvaluatedModel> models, RobustnessJob job, long most, Console console) {
        Map<Key, List<EvaluatedModel>> together = new LinkedHashMap<>();
        models.forEach(model -> together.computeIfAbsent(Key.of(model), key -> new ArrayList<>())
                .add(model));
        Map<Dataset, Splits> opened = new LinkedHashMap<>();
        List<EvaluationGroup> groups = new ArrayList<>();
        together.forEach((key, alike) -> {
            Splits splits = opened.computeIfAbsent(key.data(), data -> Splits.open(data, console));
            Check.that(
                    splits.count(job.split()) > 0,
                    "split",
                    job.split().label(),
                    "a split with images, and this one has none");
            job.checkFits(splits);
            CorruptedSplit split = new CorruptedSplit(
                    splits,
                    job.split(),
                    alike.get(0).normalization(),
                    NoiseAddress.of(job.seed(), key.data(), job.split()));
            groups.add(new EvaluationGroup(key.data(), splits.hash(), split, alike, most));
        });
        return groups;
    }

    /** Returns the models in chunks that fit into memory, in order. */
    List<List<EvaluatedModel>> groups() {
        List<List<EvaluatedModel>> groups = new ArrayList<>();
        long bytes = 0;
        long predictions = 0;
        for (EvaluatedModel model : models) {
            bytes += (long) model.parameters() * Float.BYTES;
            predictions += split.images();
            if (groups.isEmpty() || bytes > MAX_BYTES || predictions > most) {
                groups.add(new ArrayList<>());
                bytes = (long) model.parameters() * Float.BYTES;
                predictions = split.images();
            }
            groups.get(groups.size() - 1).add(model);
        }
        return groups;
    }

    /**
     * Returns the conditions of one corruption in as few chunks as possible, in order.
     *
     * @param models number of models scored under them
     */
    List<List<Condition>> chunks(List<Condition> conditions, int models) {
        int length = (int) Math.max(1, Math.min(conditions.size(), most / ((long) split.images() * models)));
        List<List<Condition>> chunks = new ArrayList<>();
        for (int from = 0; from < conditions.size(); from += length) {
            chunks.add(List.copyOf(conditions.subList(from, Math.min(from + length, conditions.size()))));
        }
        return chunks;
    }

    /** Returns the name of the corrupted images, which their seed belongs to: {@code svhn-c, seed 211}. */
    String title() {
        String[] words = split.noise().images().split(" ", 2);
        String part = words[1].equals("test") ? "" : " " + words[1];
        return String.format(
                Locale.ROOT, "%s-c%s, seed %d", words[0], part, split.noise().seed());
    }
}
