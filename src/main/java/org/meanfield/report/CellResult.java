package org.meanfield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunStatus;

/**
 * Results of a sweep's cell, whose trials differ in the seed only.
 *
 * @param trials all trials, by seed
 * @param tested the test metrics of the finished trials, by seed
 * @param hits cache of the correctly classified test images, by seed: each is read once for many pairs of cells
 */
record CellResult(
        CellName name, List<RunData> trials, NavigableMap<Long, EvaluationRow> tested, Map<Long, boolean[]> hits) {
    /**
     * Groups the trials of a sweep by cell: best mean accuracy first, that on the validation split if there is one; cells without a
     * finished trial last.
     */
    static List<CellResult> of(List<RunData> trials) {
        Map<String, List<RunData>> groups = new LinkedHashMap<>();
        trials.stream()
                .sorted(Comparator.comparingLong(trial -> trial.row().seed()))
                .forEach(trial -> groups.computeIfAbsent(trial.row().cell(), cell -> new ArrayList<>())
                        .add(trial));
        List<CellResult> cells = new ArrayList<>();
        groups.forEach((cell, members) -> {
            NavigableMap<Long, EvaluationRow> tested = new TreeMap<>();
            for (RunData trial : members) {
                if (trial.row().status().equals(RunStatus.FINISHED.label())) {
                    trial.tested().ifPresent(row -> tested.put(trial.row().seed(), row));
                }
            }
            cells.add(new CellResult(CellName.of(cell), members, tested, new HashMap<>()));
        });
        boolean byValidation = cells.stream().anyMatch(CellResult::isValidated);
        cells.sort(Comparator.comparingDouble((CellResult cell) -> (byValidation ? cell.validation() : cell.accuracy())
                        .map(SeedMean::mean)
                        .orElse(-1.0))
                .reversed()
                .thenComparing(cell -> cell.name().label()));
        return cells;
    }

    /** Returns the accuracies of the finished trials, by seed. */
    double[] accuracies() {
        return tested.values().stream().mapToDouble(EvaluationRow::accuracy).toArray();
    }

    /** Returns the mean of the accuracies; empty without a finished trial. */
    Optional<SeedMean> accuracy() {
        return tested.isEmpty() ? Optional.empty() : Optional.of(SeedMean.of(accuracies()));
    }

    /** Returns the mean of the finished trials' accuracies on the validation split; empty without any. */
    Optional<SeedMean> validation() {
        double[] accuracies = trials.stream()
                .filter(trial -> tested.containsKey(trial.row().seed()))
                .flatMap(trial -> trial.validated().stream())
                .mapToDouble(EvaluationRow::accuracy)
                .toArray();
        return accuracies.length == 0 ? Optional.empty() : Optional.of(SeedMean.of(accuracies));
    }

    /** Returns the trials whose curves are shown: the finished ones, or all if none has finished. */
    List<RunData> curved() {
        return tested.isEmpty()
                ? trials
                : trials.stream()
                        .filter(trial -> tested.containsKey(trial.row().seed()))
                        .toList();
    }

    /** Returns whether a trial was scored on a validation split. */
    boolean isValidated() {
        return trials.stream()
                .anyMatch(trial -> !trial.evaluations("validation").isEmpty());
    }

    /** Returns the number of trials with that status. */
    long count(RunStatus status) {
        return trials.stream()
                .filter(trial -> trial.row().status().equals(status.label()))
                .count();
    }

    /** Returns the best finished trial, by validation accuracy if it has one; empty without any. */
    Optional<RunData> best() {
        return trials.stream()
                .filter(trial -> tested.containsKey(trial.row().seed()))
                .max(Comparator.comparingDouble(trial ->
                        trial.validated().orElse(tested.get(trial.row().seed())).accuracy()));
    }

    /**
     * Compares it with another cell on the same test images: over their common seeds, or for a single one its two models,
     * image by image.
     *
     * @param names gives the name of a cell
     * @return empty without a common seed, or if the predictions of a single one are missing
     */
    Optional<Comparison.Pair> against(CellResult other, Function<CellResult, String> names) {
        List<Long> seeds =
                tested.keySet().stream().filter(other.tested::containsKey).toList();
        if (seeds.size() > 1) {
            PairedTest test = PairedTest.overSeeds(
                    accuracies(seeds),
                    other.accuracies(seeds),
                    tested.get(seeds.get(0)).examples());
            return Optional.of(new Comparison.Pair(names.apply(this), names.apply(other), test));
        }
        if (seeds.isEmpty()) {
            return Optional.empty();
        }
        long seed = seeds.get(0);
        boolean[] own = hits(seed);
        boolean[] others = other.hits(seed);
        return own.length == 0 || own.length != others.length
                ? Optional.empty()
                : Optional.of(new Comparison.Pair(
                        CellName.model(names.apply(this), seed),
                        CellName.model(names.apply(other), seed),
                        PairedTest.overImages(own, others)));
    }

    private double[] accuracies(List<Long> seeds) {
        return seeds.stream().mapToDouble(seed -> tested.get(seed).accuracy()).toArray();
    }

    private boolean[] hits(long seed) {
        return hits.computeIfAbsent(seed, this::readHits);
    }

    private boolean[] readHits(long seed) {
        return trials.stream()
                .filter(trial -> trial.row().seed() == seed)
                .findFirst()
                .orElseThrow()
                .hits();
    }
}
