package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Models that are shown the same images in the same way.
 *
 * @param data where the images come from
 * @param dataHash that of the data
 * @param split the images
 * @param subjects the models
 * @param most of so many predictions the driver holds at once
 */
record EvaluationGroup(Dataset data, String dataHash, CorruptedSplit split, List<EvaluatedModel> subjects, long most) {
    /** What {@code most} is in use: with their rows for the table of predictions they take some 300 MB. */
    static final long MOST_PREDICTIONS = 1_000_000;

    /** The parameters of so many bytes are in the memory of the driver and of each executor at once. */
    private static final long MAX_BYTES = 128_000_000;

    /** What sets benches apart. */
    private record Key(Dataset data, List<List<Float>> normalization) {
        static Key of(EvaluatedModel subject) {
            Normalization normalization = subject.normalization();
            return new Key(subject.data(), List.of(list(normalization.mean()), list(normalization.std())));
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
     * Puts models together, in their order, and opens their data, which are fetched if they are missing.
     *
     * @param most of so many predictions the driver holds at once
     * @throws org.meanfield.config.InvalidInputException if the data are broken or the split is empty
     */
    static List<EvaluationGroup> of(List<EvaluatedModel> subjects, RobustnessJob job, long most, Console console) {
        Map<Key, List<EvaluatedModel>> together = new LinkedHashMap<>();
        subjects.forEach(subject -> together.computeIfAbsent(Key.of(subject), key -> new ArrayList<>())
                .add(subject));
        Map<Dataset, Splits> opened = new LinkedHashMap<>();
        List<EvaluationGroup> benches = new ArrayList<>();
        together.forEach((key, models) -> {
            Splits splits = opened.computeIfAbsent(key.data(), data -> Splits.open(data, console));
            Check.that(
                    splits.count(job.split()) > 0,
                    "split",
                    job.split().label(),
                    "a split with images, and this one has none");
            CorruptedSplit split = new CorruptedSplit(
                    splits,
                    job.split(),
                    models.get(0).normalization(),
                    NoiseAddress.of(job.seed(), key.data(), job.split()));
            benches.add(new EvaluationGroup(key.data(), splits.hash(), split, models, most));
        });
        return benches;
    }

    /** Returns the models in groups that fit into memory, in their order. */
    List<List<EvaluatedModel>> groups() {
        List<List<EvaluatedModel>> groups = new ArrayList<>();
        long bytes = 0;
        long predictions = 0;
        for (EvaluatedModel subject : subjects) {
            bytes += (long) subject.parameters() * Float.BYTES;
            predictions += split.images();
            if (groups.isEmpty() || bytes > MAX_BYTES || predictions > most) {
                groups.add(new ArrayList<>());
                bytes = (long) subject.parameters() * Float.BYTES;
                predictions = split.images();
            }
            groups.get(groups.size() - 1).add(subject);
        }
        return groups;
    }

    /**
     * Returns the conditions of one corruption in as few lists as can be, in their order.
     *
     * @param models how many are scored under them
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
        return "%s-c%s, seed %d".formatted(words[0], part, split.noise().seed());
    }
}
