package org.meanfield.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.meanfield.evaluate.CorruptionError;
import org.meanfield.metrics.RobustnessRow;

/**
 * What the rows of a model come to.
 *
 * @param clean that of the images as they are
 * @param corruptions the rows of each corruption, by its name, with a number behind it where a job has several of one kind
 */
record RobustnessFigures(RobustnessRow clean, Map<String, List<RobustnessRow>> corruptions) {
    /** Returns those of the rows of a model, in the order of the job's conditions: clean ones, then of each corruption. */
    static RobustnessFigures of(List<List<RobustnessRow>> conditions) {
        Map<String, List<RobustnessRow>> corruptions = new LinkedHashMap<>();
        for (List<RobustnessRow> rows : conditions.subList(1, conditions.size())) {
            String name = rows.get(0).corruption();
            int number = 1;
            while (corruptions.containsKey(name)) {
                number++;
                name = rows.get(0).corruption() + "-" + number;
            }
            corruptions.put(name, rows);
        }
        return new RobustnessFigures(conditions.get(0).get(0), corruptions);
    }

    /** Returns the mean accuracy of each severity over its repeats. */
    static double[] accuracies(List<RobustnessRow> rows) {
        return bySeverity(rows).values().stream()
                .mapToDouble(RobustnessFigures::mean)
                .toArray();
    }

    /** Returns the mean accuracy under a corruption: over its severities, and over the repeats of each. */
    static double mean(List<RobustnessRow> rows) {
        return rows.stream().mapToDouble(RobustnessRow::accuracy).average().orElseThrow();
    }

    /** Returns the deviation (n − 1) over the repeats of the mean over the severities; empty for a single draw. */
    static OptionalDouble deviation(List<RobustnessRow> rows) {
        double[] means = rows.stream()
                .collect(Collectors.groupingBy(RobustnessRow::repeat, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .mapToDouble(RobustnessFigures::mean)
                .toArray();
        if (means.length < 2) {
            return OptionalDouble.empty();
        }
        double centre = DoubleStream.of(means).average().orElseThrow();
        double squares = DoubleStream.of(means)
                .map(mean -> (mean - centre) * (mean - centre))
                .sum();
        return OptionalDouble.of(Math.sqrt(squares / (means.length - 1)));
    }

    /** Returns the mean accuracy over the corruptions. */
    double corruptedAccuracy() {
        return corruptions.values().stream()
                .mapToDouble(RobustnessFigures::mean)
                .average()
                .orElseThrow();
    }

    /** Returns the mean corruption error relative to {@code reference}; empty if it was scored on other images. */
    Optional<Double> meanCorruptionError(RobustnessFigures reference) {
        if (!reference.clean.conditionHash().equals(clean.conditionHash())) {
            return Optional.empty();
        }
        List<Double> errors = new ArrayList<>();
        corruptions.forEach(
                (name, rows) -> errors.add(CorruptionError.of(errors(rows), errors(reference.corruptions.get(name)))));
        return Optional.of(CorruptionError.mean(
                errors.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static double[] errors(List<RobustnessRow> rows) {
        return Arrays.stream(accuracies(rows)).map(accuracy -> 1 - accuracy).toArray();
    }

    static Map<Integer, List<RobustnessRow>> bySeverity(List<RobustnessRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(RobustnessRow::severity, LinkedHashMap::new, Collectors.toList()));
    }
}
