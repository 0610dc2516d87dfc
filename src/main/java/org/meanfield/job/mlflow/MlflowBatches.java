package org.meanfield.job.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/**
 * Bodies of {@code runs/log-batch}, within MLflow's limits: 100 parameters or 1,000 metrics in one, and less than 1 MB; names of at most 250 characters, values of
 * at most 500 of a parameter (newer servers take 6,000) and of 5,000 of a tag.
 */
final class MlflowBatches {
    static final int MOST_TAG = 5000;
    private static final int MOST_PARAM = 500;
    private static final int MOST_KEY = 250;
    private static final int PARAMS = 100;
    private static final int METRICS = 1000;

    /** A job has fewer, but a sweep may list thousands of cells. */
    private static final int MOST_PARAMS = 500;

    private MlflowBatches() {}

    /**
     * A value of a metric.
     *
     * @param timestamp in milliseconds since 1970
     * @param step the round
     */
    record Metric(String key, double value, long timestamp, long step) {}

    /** Returns a job's settings, by their paths, such as {@code train.optimizer.learning-rate} and {@code augment.0.type}. */
    static List<ObjectNode> params(JsonNode job) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", job, flat);
        List<Map.Entry<String, String>> all = flat.entrySet().stream()
                .filter(entry -> entry.getKey().length() <= MOST_KEY)
                .limit(MOST_PARAMS)
                .toList();
        List<ObjectNode> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PARAMS) {
            Map<String, String> part = new LinkedHashMap<>();
            all.subList(from, Math.min(all.size(), from + PARAMS))
                    .forEach(entry -> part.put(entry.getKey(), entry.getValue()));
            ObjectNode batch = JsonNodeFactory.instance.objectNode();
            batch.set("params", pairs(part, MOST_PARAM));
            batches.add(batch);
        }
        return batches;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        String below = path.isEmpty() ? "" : path + ".";
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(entry -> flatten(below + name(entry.getKey()), entry.getValue(), into));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isContainerNode()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(below + i, node.get(i), into);
            }
        } else if (!path.isEmpty()) {
            into.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    /** MLflow takes letters, digits and a few more. */
    private static String name(String key) {
        return key.replaceAll("[^\\w.\\- ]", "_");
    }

    /** Returns a body with tags, of which there are fewer than a hundred. */
    static ObjectNode tags(Map<String, String> tags) {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.set("tags", pairs(tags, MOST_TAG));
        return batch;
    }

    /** Returns keys and values as MLflow has them, values cut to so many characters. */
    static ArrayNode pairs(Map<String, String> values, int most) {
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        values.forEach((key, value) ->
                pairs.addObject().put("key", key).put("value", value.substring(0, Math.min(value.length(), most))));
        return pairs;
    }

    /** Returns everything that has been measured, by the names that TensorBoard's files have too; what was not is left out. */
    static List<Metric> metrics(Instant started, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        List<Metric> metrics = new ArrayList<>();
        long[] ends = new long[rounds.size()];
        Instant time = started;
        for (int i = 0; i < ends.length; i++) {
            RoundRow round = rounds.get(i);
            time = time.plus(Duration.ofNanos(Math.round(1e9 * (round.seconds() + round.checkpointSeconds()))));
            ends[i] = time.toEpochMilli();
            metrics.add(new Metric("loss/train", round.trainLoss(), ends[i], round.round()));
            metrics.add(new Metric("training/epoch", round.epoch(), ends[i], round.round()));
            metrics.add(new Metric("training/learning-rate", round.learningRate(), ends[i], round.round()));
            metrics.add(new Metric("training/images-per-second", round.imagesPerSecond(), ends[i], round.round()));
            metrics.add(new Metric("training/consensus-distance", round.consensusDistance(), ends[i], round.round()));
        }
        for (EvaluationRow row : evaluations) {
            long scored =
                    row.round() > 0 && row.round() <= ends.length ? ends[row.round() - 1] : started.toEpochMilli();
            metrics.add(new Metric("loss/" + row.split(), row.loss(), scored, row.round()));
            metrics.add(new Metric("accuracy/" + row.split(), row.accuracy(), scored, row.round()));
        }
        metrics.removeIf(metric -> !Double.isFinite(metric.value())); // JSON has no such numbers
        return metrics;
    }

    /** Returns bodies with metrics. */
    static List<ObjectNode> metrics(List<Metric> metrics) {
        List<ObjectNode> batches = new ArrayList<>();
        for (int from = 0; from < metrics.size(); from += METRICS) {
            ObjectNode batch = JsonNodeFactory.instance.objectNode();
            ArrayNode values = batch.putArray("metrics");
            metrics.subList(from, Math.min(metrics.size(), from + METRICS)).forEach(metric -> values.addObject()
                    .put("key", metric.key())
                    .put("value", metric.value())
                    .put("timestamp", metric.timestamp())
                    .put("step", metric.step()));
            batches.add(batch);
        }
        return batches;
    }
}
