package org.meanfield.spark.dl4j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.stats.BaseEventStats;
import org.deeplearning4j.spark.stats.EventStats;
import org.meanfield.storage.Storage;

/**
 * Start times and durations of the phases of a training, in milliseconds, as DL4J statistics. DL4J's own implementation
 * needs its chart library even to print.
 */
final class MasterStats implements SparkTrainingStats {
    private static final long serialVersionUID = 1L;

    /** The phases of a pass and of each round. */
    enum Part {
        /** Distributing the data and counting the steps, once per pass. */
        DEAL,
        /** Broadcasting the state. */
        BROADCAST,
        /** The tasks, from the first start to the last result. */
        COMPUTE,
        /** The mean of the workers. */
        MEAN,
        /** A whole pass. */
        FIT;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final LinkedHashMap<String, ArrayList<EventStats>> events = new LinkedHashMap<>();

    MasterStats() {
        for (Part part : Part.values()) {
            events.put(part.key(), new ArrayList<>());
        }
    }

    /** Adds a phase that ends now. */
    void add(Part part, double seconds) {
        long millis = Math.round(1e3 * seconds);
        events.get(part.key()).add(new BaseEventStats(System.currentTimeMillis() - millis, millis));
    }

    @Override
    public Set<String> getKeySet() {
        return events.keySet();
    }

    @Override
    public List<EventStats> getValue(String key) {
        if (!events.containsKey(key)) {
            throw new IllegalArgumentException("key is %s but must be one of %s".formatted(key, getKeySet()));
        }
        return List.copyOf(events.get(key));
    }

    @Override
    public String getShortNameForKey(String key) {
        return key;
    }

    @Override
    public boolean defaultIncludeInPlots(String key) {
        return !key.equals(Part.FIT.key());
    }

    @Override
    public void addOtherTrainingStats(SparkTrainingStats other) {
        events.forEach((key, own) -> own.addAll(other.getValue(key)));
    }

    /** Returns null, DL4J's value for none. */
    @Override
    public SparkTrainingStats getNestedTrainingStats() {
        return null;
    }

    @Override
    public String statsAsString() {
        return events.entrySet().stream()
                .map(entry -> "%-10s %s ms%n"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().stream()
                                        .map(event -> String.valueOf(event.getDurationMs()))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
    }

    /** Writes a CSV file for each phase into a folder. */
    @Override
    public void exportStatFiles(String folder, SparkContext context) {
        for (Map.Entry<String, ArrayList<EventStats>> entry : events.entrySet()) {
            List<EventStats> own = entry.getValue();
            Stream<String> header = own.stream().limit(1).map(event -> event.getStringHeader(","));
            String lines = Stream.concat(header, own.stream().map(event -> event.asString(",")))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
            Storage.write(Storage.child(folder, entry.getKey() + ".csv"), lines.getBytes(StandardCharsets.UTF_8));
        }
    }
}
