package org.meanfield.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meanfield.config.InvalidInputException;

/**
 * The settings of a recorded job.
 *
 * @param values by key path, in order
 */
record JobValues(Map<String, String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** More differences are not told one by one. */
    private static final int MOST = 4;

    /** Reads a job. */
    static JobValues of(String json) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            collect("", JSON.readTree(json), values);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("a job in the table runs is %s but must be JSON".formatted(json), e);
        }
        return new JobValues(values);
    }

    /** Returns a part of a JSON file, as JSON. */
    static String part(byte[] json, String key) {
        try {
            return JSON.readTree(json).path(key).toString();
        } catch (IOException e) {
            throw new InvalidInputException("the plan of a sweep is no JSON", e);
        }
    }

    private static void collect(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element ->
                    elements.add(element.has("type") ? element.get("type").asText() : text(element)));
            values.put(path, elements.isEmpty() ? "none" : String.join(" + ", elements));
        } else {
            values.put(path, text(node));
        }
    }

    private static String text(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    /** Returns a value; empty if the job has none. */
    String get(String path) {
        return values.getOrDefault(path, "");
    }

    /**
     * Returns in what each of several jobs differs from the others: {@code train.epochs 2, seed 7}; for a single one, and equal ones,
     * its data, model and corruptions.
     */
    static Map<String, String> differences(Map<String, JobValues> jobs) {
        Map<String, String> texts = new TreeMap<>();
        List<String> varying = jobs.values().stream()
                .flatMap(job -> job.values.keySet().stream())
                .distinct()
                .filter(path -> jobs.values().stream()
                                .map(job -> job.get(path))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        jobs.forEach((id, job) -> texts.put(id, varying.isEmpty() ? job.summary() : job.among(varying)));
        return texts;
    }

    private String among(List<String> varying) {
        String some = varying.stream()
                .filter(values::containsKey)
                .limit(MOST)
                .map(path -> CellName.lastStep(path) + " " + values.get(path))
                .collect(Collectors.joining(", "));
        return varying.size() > MOST ? some + ", …" : some;
    }

    private String summary() {
        return List.of("data.type", "model.type", "corruptions").stream()
                .map(this::get)
                .filter(value -> !value.isEmpty() && !value.equals("own")) // of each model its own data
                .collect(Collectors.joining(", "));
    }
}
