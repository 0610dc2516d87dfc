package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.meanfield.config.Names;
import org.meanfield.data.Split;
import org.meanfield.job.common.Console;
import org.meanfield.job.train.RoundProgress;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.Objective;
import org.meanfield.sweep.Pareto;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ObjectiveRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;

/**
 * The objectives of a sweep's cells, from the tables.
 *
 * @param objectives those of the sweep; validation accuracy if it has none
 * @param trials the values of each finished trial
 * @param cells the mean of each cell, in the order of the sweep; NaN if one of its trials has not finished
 */
record SweepObjectives(
        SweepPlan plan, List<Objective> objectives, Map<String, double[]> trials, Map<String, double[]> cells) {
    /** Reads them. */
    static SweepObjectives of(SweepPlan plan, Tables tables) {
        List<Objective> objectives = plan.job().objectives().isEmpty()
                ? List.of(Objective.VALIDATION_ACCURACY)
                : plan.job().objectives();
        List<String> runIds =
                plan.trials().stream().map(trial -> trial.runId(plan.id())).toList();
        Map<String, List<RunRow>> runs = tables.read(RunRow.class, runIds);
        Map<String, List<EvaluationRow>> evaluations = tables.read(EvaluationRow.class, runIds);
        Map<String, List<RoundRow>> rounds =
                objectives.contains(Objective.IMAGES_PER_SECOND) ? tables.read(RoundRow.class, runIds) : Map.of();
        Map<String, double[]> trials = new LinkedHashMap<>();
        Map<String, List<double[]>> cells = new LinkedHashMap<>();
        double[] none = new double[objectives.size()];
        Arrays.fill(none, Double.NaN);
        for (SweepTrial trial : plan.trials()) {
            String runId = trial.runId(plan.id());
            boolean finished = runs.getOrDefault(runId, List.of()).stream()
                    .anyMatch(row -> row.status().equals(RunStatus.FINISHED.label()));
            double[] values = finished
                    ? objectives.stream()
                            .mapToDouble(objective -> value(
                                    objective,
                                    plan,
                                    trial,
                                    evaluations.getOrDefault(runId, List.of()),
                                    rounds.getOrDefault(runId, List.of())))
                            .toArray()
                    : none;
            if (finished) {
                trials.put(trial.id(), values);
            }
            cells.computeIfAbsent(trial.cell().label(), label -> new ArrayList<>())
                    .add(values);
        }
        Map<String, double[]> means = new LinkedHashMap<>();
        cells.forEach((label, values) -> means.put(label, mean(values, objectives.size())));
        return new SweepObjectives(plan, objectives, trials, means);
    }

    private static double value(
            Objective objective,
            SweepPlan plan,
            SweepTrial trial,
            List<EvaluationRow> evaluations,
            List<RoundRow> rounds) {
        return switch (objective) {
            case VALIDATION_ACCURACY -> selected(evaluations).accuracy();
            case VALIDATION_LOSS -> selected(evaluations).loss();
            case IMAGES_PER_SECOND -> RoundProgress.imagesPerSecond(rounds);
            case PARAMETERS -> plan.prepared(trial).learner().summary().parameters();
        };
    }

    /** Returns the validation of the state that was tested. */
    private static EvaluationRow selected(List<EvaluationRow> evaluations) {
        int round = evaluations.stream()
                .filter(row -> row.split().equals(Split.TEST.label()))
                .mapToInt(EvaluationRow::round)
                .findFirst()
                .orElseThrow();
        return evaluations.stream()
                .filter(row -> row.split().equals(Split.VALIDATION.label()) && row.round() == round)
                .findFirst()
                .orElseThrow();
    }

    private static double[] mean(List<double[]> trials, int size) {
        return IntStream.range(0, size)
                .mapToDouble(i -> trials.stream()
                        .mapToDouble(values -> values[i])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** Returns the cells' values, each higher for better, in the order of the sweep. */
    List<double[]> oriented() {
        return cells.values().stream()
                .map(values -> IntStream.range(0, values.length)
                        .mapToDouble(i -> objectives.get(i).oriented(values[i]))
                        .toArray())
                .toList();
    }

    /** Returns the value of a cell's first objective, higher for better. */
    OptionalDouble first(String cell) {
        double[] values = cells.get(cell);
        return Double.isNaN(values[0])
                ? OptionalDouble.empty()
                : OptionalDouble.of(objectives.get(0).oriented(values[0]));
    }

    /** Returns the cells on the Pareto front, in the order of the sweep. */
    List<String> front() {
        List<String> labels = List.copyOf(cells.keySet());
        int[] fronts = Pareto.fronts(oriented());
        return IntStream.range(0, fronts.length)
                .filter(i -> fronts[i] == 0 && first(labels.get(i)).isPresent())
                .mapToObj(labels::get)
                .toList();
    }

    /** Writes the rows of {@code objectives}; of a sweep that is over they stay as they are. */
    void write(Tables tables) {
        List<String> front = front();
        for (SweepTrial trial : plan.trials()) {
            double[] values = trials.get(trial.id());
            if (values != null) {
                boolean pareto = front.contains(trial.cell().label());
                List<ObjectiveRow> rows = IntStream.range(0, values.length)
                        .mapToObj(i -> new ObjectiveRow(
                                Names.of(objectives.get(i)),
                                values[i],
                                objectives.get(i).isHigherBetter(),
                                pareto))
                        .toList();
                String runId = trial.runId(plan.id());
                if (!rows.equals(tables.read(ObjectiveRow.class, List.of(runId)).get(runId))) {
                    tables.replace(runId, ObjectiveRow.class, rows);
                }
            }
        }
    }

    /** Prints the cells on the Pareto front. */
    void say(Console console) {
        console.say("  Pareto front, means over seeds:");
        for (String cell : front()) {
            StringJoiner values = new StringJoiner(", ");
            for (int i = 0; i < objectives.size(); i++) {
                values.add(String.format(
                        Locale.ROOT,
                        "%s %s",
                        Names.of(objectives.get(i)),
                        text(objectives.get(i), cells.get(cell)[i])));
            }
            console.say("      %s: %s".formatted(values, cell));
        }
    }

    private static String text(Objective objective, double value) {
        return switch (objective) {
            case VALIDATION_ACCURACY -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
            case VALIDATION_LOSS -> String.format(Locale.ROOT, "%.4f", value);
            case IMAGES_PER_SECOND, PARAMETERS -> String.format(Locale.ROOT, "%,.0f", value);
        };
    }
}
