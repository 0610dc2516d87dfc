package org.meanfield.spark.dl4j;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.Repartition;
import org.meanfield.config.Check;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.YamlWriter;

/**
 * The settings of a {@link RoundTrainingMaster}, documented at its builder.
 *
 * @param workers at least 1, or 0 for the context's parallelism
 */
record MasterSettings(
        int workers,
        int batchSizePerWorker,
        int averagingFrequency,
        boolean saveUpdater,
        Repartition repartition,
        String storageLevel,
        long rngSeed,
        boolean collectTrainingStats) {
    private static final Map<String, StorageLevel> LEVELS = Stream.of(
                    "MEMORY_ONLY",
                    "MEMORY_AND_DISK",
                    "MEMORY_ONLY_SER",
                    "MEMORY_AND_DISK_SER",
                    "DISK_ONLY",
                    "MEMORY_ONLY_2",
                    "MEMORY_AND_DISK_2",
                    "MEMORY_ONLY_SER_2",
                    "MEMORY_AND_DISK_SER_2",
                    "DISK_ONLY_2",
                    "OFF_HEAP",
                    "NONE")
            .collect(Collectors.toMap(name -> name, StorageLevel::fromString));

    MasterSettings {
        Check.that(workers >= 0, "workers", workers, "0 or more");
        Check.that(batchSizePerWorker > 0, "batch-size-per-worker", batchSizePerWorker, "positive");
        Check.that(averagingFrequency > 0, "averaging-frequency", averagingFrequency, "positive");
        Check.that(LEVELS.containsKey(storageLevel), "storage-level", storageLevel, "one of " + LEVELS.keySet());
    }

    static String name(StorageLevel level) {
        return LEVELS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(level))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "storageLevel is %s but must be one of Spark's: %s".formatted(level, LEVELS.keySet())));
    }

    StorageLevel level() {
        return LEVELS.get(storageLevel);
    }

    /** Parses the output of {@link #toJson} or {@link #toYaml}. */
    static MasterSettings read(String text) {
        return RecordReader.read(text, "The settings of a RoundTrainingMaster", MasterSettings.class, List.of());
    }

    String toJson() {
        return RecordWriter.toJson(this);
    }

    String toYaml() {
        return YamlWriter.ofJson(toJson());
    }

    /** Returns {@code value}, which must be positive. */
    static int positive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s is %d but must be positive".formatted(name, value));
        }
        return value;
    }
}
