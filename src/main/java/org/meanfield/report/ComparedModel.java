package org.meanfield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RunRow;

/**
 * Unit of comparison in a robustness evaluation: a single model, or a cell of a sweep, whose models differ in the seed
 * only.
 *
 * @param name its name on the page
 * @param models at least one, by seed
 */
record ComparedModel(String name, List<Model> models) {
    /**
     * The key by which models are grouped.
     *
     * @param sweep the sweep that they are trials of; empty for a standalone model
     * @param label label of their cell, or the model's run
     */
    private record Group(String sweep, String label) {
        String name(List<String> varying, boolean severalSweeps) {
            if (sweep.isEmpty()) {
                return label;
            }
            String cell = CellName.of(label).shortName(varying);
            return severalSweeps ? "%s: %s".formatted(sweep, cell) : cell;
        }
    }

    /** A model and its metrics. */
    record Model(String run, long seed, RobustnessFigures figures) {}

    /**
     * Groups the models of an evaluation, all scored on the same images, most robust first.
     *
     * @param rows rows of all models
     * @param runs the known training runs; a model of another output root is standalone
     */
    static List<ComparedModel> of(List<RobustnessRow> rows, Map<String, RunRow> runs) {
        Map<String, List<RobustnessRow>> byModel = rows.stream()
                .collect(Collectors.groupingBy(RobustnessRow::modelRun, LinkedHashMap::new, Collectors.toList()));
        List<RunRow> trials = byModel.keySet().stream()
                .filter(run -> isTrial(run, runs))
                .map(runs::get)
                .toList();
        boolean severalSweeps = trials.stream().map(RunRow::sweepId).distinct().count() > 1;
        List<String> varying = CellName.varying(
                trials.stream().map(RunRow::cell).distinct().map(CellName::of).toList());
        Map<Group, List<Model>> groups = new LinkedHashMap<>();
        byModel.forEach((run, own) -> {
            Model model = new Model(
                    run, Optional.ofNullable(runs.get(run)).map(RunRow::seed).orElse(0L), RobustnessFigures.of(own));
            Group group = isTrial(run, runs)
                    ? new Group(runs.get(run).sweepId(), runs.get(run).cell())
                    : new Group("", run);
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(model);
        });
        return groups.entrySet().stream()
                .map(group -> new ComparedModel(
                        group.getKey().name(varying, severalSweeps),
                        group.getValue().stream()
                                .sorted(Comparator.comparingLong(Model::seed))
                                .toList()))
                .sorted(Comparator.comparingDouble((ComparedModel contender) -> contender
                                .over(RobustnessFigures::corruptedAccuracy)
                                .mean())
                        .reversed()
                        .thenComparing(ComparedModel::name))
                .toList();
    }

    /** Returns the same model with the attacks in the place of the corruptions. */
    ComparedModel underAttack() {
        return new ComparedModel(
                name,
                models.stream()
                        .map(model -> new Model(
                                model.run(), model.seed(), model.figures().ofAttacks()))
                        .toList());
    }

    private static boolean isTrial(String run, Map<String, RunRow> runs) {
        return runs.containsKey(run) && !runs.get(run).sweepId().isEmpty();
    }

    /** Returns the name for what is said of its only model alone, not of its cell. */
    String nameOfOne() {
        Model one = models.get(0);
        return name.equals(one.run()) ? name : CellName.model(name, one.seed());
    }

    /** Returns the names of the corruptions, which all models of an evaluation have. */
    List<String> corruptions() {
        return List.copyOf(models.get(0).figures().corruptions().keySet());
    }

    /** Returns the mean of a figure over the models. */
    SeedMean over(ToDoubleFunction<RobustnessFigures> figure) {
        return SeedMean.of(models.stream()
                .mapToDouble(model -> figure.applyAsDouble(model.figures()))
                .toArray());
    }

    /** Returns the rows of clean images, one of each model. */
    List<RobustnessRow> clean() {
        return models.stream().map(model -> model.figures().clean()).toList();
    }

    /** Returns the rows of all models under a corruption. */
    List<RobustnessRow> under(String corruption) {
        return models.stream()
                .flatMap(model -> model.figures().corruptions().get(corruption).stream())
                .toList();
    }

    /** Returns the rows of all models under each condition, named by corruption and parameter. */
    Map<String, List<RobustnessRow>> conditions() {
        Map<String, List<RobustnessRow>> conditions = new LinkedHashMap<>();
        for (String corruption : corruptions()) {
            RobustnessFigures.bySeverity(under(corruption)).values().forEach(level -> conditions
                    .computeIfAbsent(
                            "%s %s".formatted(corruption, level.get(0).parameter()), label -> new ArrayList<>())
                    .addAll(level)); // on small images two severities can have equal parameters
        }
        return conditions;
    }

    /**
     * Returns the mean of a figure over the corruptions, whichever number of severities and draws each has.
     *
     * @param ofCorruption figure of the rows of all models under one corruption
     */
    double overCorruptions(ToDoubleFunction<List<RobustnessRow>> ofCorruption) {
        return corruptions().stream()
                .mapToDouble(corruption -> ofCorruption.applyAsDouble(under(corruption)))
                .average()
                .orElseThrow();
    }

    /** Returns the number of classes. */
    int classes() {
        return models.get(0).figures().clean().classExamples().size();
    }

    /** Returns the accuracy on the images of a class over all of {@code rows}; NaN if there are none. */
    static double classAccuracy(List<RobustnessRow> rows, int label) {
        long examples =
                rows.stream().mapToLong(row -> row.classExamples().get(label)).sum();
        long correct =
                rows.stream().mapToLong(row -> row.classCorrect().get(label)).sum();
        return examples == 0 ? Double.NaN : (double) correct / examples;
    }
}
