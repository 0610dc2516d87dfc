package org.meanfield.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.meanfield.corrupt.attack.Attack;
import org.meanfield.tables.RobustnessRow;

/**
 * Aggregated robustness of one model.
 *
 * @param clean the row of the clean images
 * @param corruptions the rows of each corruption, by its name, with a number appended if a job has several of one kind
 * @param attacks the rows of each attack, so too; they count in no mean over corruptions
 */
public record RobustnessFigures(
        RobustnessRow clean, Map<String, List<RobustnessRow>> corruptions, Map<String, List<RobustnessRow>> attacks) {
    /**
     * Aggregates the rows of a model on one test set, in the order in which an evaluation writes them: clean first,
     * then corruption by corruption.
     */
    public static RobustnessFigures of(List<RobustnessRow> rows) {
        Map<String, List<RobustnessRow>> corruptions = new LinkedHashMap<>();
        Map<String, List<RobustnessRow>> attacks = new LinkedHashMap<>();
        List<RobustnessRow> current = List.of();
        for (RobustnessRow row : rows.subList(1, rows.size())) {
            if (current.isEmpty() || isOfAnother(row, current)) {
                current = new ArrayList<>();
                Map<String, List<RobustnessRow>> kind = Attack.isName(row.corruption()) ? attacks : corruptions;
                kind.put(name(row.corruption(), kind), current);
            }
            current.add(row);
        }
        return new RobustnessFigures(rows.get(0), corruptions, attacks);
    }

    /** A corruption has each severity and draw once. */
    private static boolean isOfAnother(RobustnessRow row, List<RobustnessRow> corruption) {
        return !row.corruption().equals(corruption.get(0).corruption())
                || corruption.stream()
                        .anyMatch(own -> own.severity() == row.severity() && own.repeat() == row.repeat());
    }

    private static String name(String corruption, Map<String, List<RobustnessRow>> taken) {
        String name = corruption;
        for (int number = 2; taken.containsKey(name); number++) {
            name = corruption + "-" + number;
        }
        return name;
    }

    /** Returns the same with the attacks in the place of the corruptions. */
    public RobustnessFigures ofAttacks() {
        return new RobustnessFigures(clean, attacks, Map.of());
    }

    /** Returns the mean accuracy of each severity over its repeats. */
    public static double[] accuracies(List<RobustnessRow> rows) {
        return bySeverity(rows).values().stream()
                .mapToDouble(RobustnessFigures::mean)
                .toArray();
    }

    /** Returns the mean accuracy under a corruption: over its severities, and over the repeats of each. */
    public static double mean(List<RobustnessRow> rows) {
        return rows.stream().mapToDouble(RobustnessRow::accuracy).average().orElseThrow();
    }

    /**
     * Returns the standard deviation (n − 1), over the repeats, of the mean over the severities; empty for a single
     * draw.
     */
    public static OptionalDouble deviation(List<RobustnessRow> rows) {
        double[] means = rows.stream()
                .collect(Collectors.groupingBy(RobustnessRow::repeat, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .mapToDouble(RobustnessFigures::mean)
                .toArray();
        return means.length < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(SeedMean.of(means).deviation());
    }

    /** Returns the rows of each severity, in order. */
    public static Map<Integer, List<RobustnessRow>> bySeverity(List<RobustnessRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(RobustnessRow::severity, LinkedHashMap::new, Collectors.toList()));
    }

    /** Returns the mean accuracy under a corruption, by its name in {@link #corruptions}. */
    public double accuracy(String corruption) {
        return mean(corruptions.get(corruption));
    }

    /** Returns the mean accuracy under a corruption at a severity, over its repeats; severity 0 is the clean images. */
    public double accuracy(String corruption, int severity) {
        return severity == 0
                ? clean.accuracy()
                : mean(bySeverity(corruptions.get(corruption)).get(severity));
    }

    /** Returns the mean accuracy over the corruptions. */
    public double corruptedAccuracy() {
        return corruptions.values().stream()
                .mapToDouble(RobustnessFigures::mean)
                .average()
                .orElseThrow();
    }

    /**
     * Returns the mean corruption error relative to {@code reference}; empty if the two were scored on different
     * images.
     */
    public Optional<Double> meanCorruptionError(RobustnessFigures reference) {
        if (!reference.clean.conditionHash().equals(clean.conditionHash())) {
            return Optional.empty();
        }
        DoubleStream errors = corruptions.entrySet().stream()
                .mapToDouble(entry -> CorruptionError.of(
                        errors(entry.getValue()), errors(reference.corruptions.get(entry.getKey()))));
        return Optional.of(CorruptionError.mean(errors.toArray()));
    }

    private static double[] errors(List<RobustnessRow> rows) {
        return Arrays.stream(accuracies(rows)).map(accuracy -> 1 - accuracy).toArray();
    }
}
