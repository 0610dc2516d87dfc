package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.Names;
import org.meanfield.job.train.TrialScore;
import org.meanfield.tables.RunStatus;

/** Status and scores of a sweep's trials, in the order of the sweep. */
final class SweepStatus {
    private final SweepPlan plan;
    private final Map<String, RunStatus> statuses = new LinkedHashMap<>();
    private final Map<String, TrialScore> scores = new LinkedHashMap<>();

    private Optional<SweepObjectives> objectives = Optional.empty();

    SweepStatus(SweepPlan plan) {
        this.plan = plan;
    }

    /**
     * A cell with its place among all.
     *
     * @param trials its finished trials, at least one
     * @param score the mean of their scores
     */
    record Ranked(String cell, List<SweepTrial> trials, TrialScore score) {
        private double decisive() {
            return score.decisive();
        }
    }

    synchronized void set(String trial, RunStatus status, Optional<TrialScore> score) {
        statuses.put(trial, status);
        score.ifPresent(value -> scores.put(trial, value));
    }

    /** Ranks the cells by their first objective, instead of by accuracy. */
    synchronized void rankBy(SweepObjectives by) {
        objectives = Optional.of(by);
    }

    synchronized int count(RunStatus status) {
        return (int) statuses.values().stream().filter(status::equals).count();
    }

    /** Returns whether every trial has ended; without a time limit they all do. */
    synchronized boolean isOver() {
        return plan.trials().stream()
                .map(trial -> statuses.getOrDefault(trial.id(), RunStatus.RUNNING))
                .noneMatch(status -> status == RunStatus.RUNNING || status == RunStatus.INTERRUPTED);
    }

    /** Returns the best cell so far, on ties the first. */
    synchronized Optional<Ranked> best() {
        return ranking().stream().findFirst();
    }

    /** Returns the cells with a finished trial, the best by mean accuracy, or else by the first objective, first, and equal ones in the order of the sweep. */
    synchronized List<Ranked> ranking() {
        Map<String, List<SweepTrial>> cells = new LinkedHashMap<>();
        for (SweepTrial trial : plan.trials()) {
            if (scores.containsKey(trial.id())) {
                cells.computeIfAbsent(trial.cell().label(), label -> new ArrayList<>())
                        .add(trial);
            }
        }
        return cells.entrySet().stream()
                .map(cell -> new Ranked(cell.getKey(), cell.getValue(), mean(cell.getValue())))
                .sorted(Comparator.comparingDouble(this::rank).reversed())
                .toList();
    }

    private double rank(Ranked cell) {
        return objectives
                .map(by -> by.first(cell.cell()).orElse(Double.NEGATIVE_INFINITY))
                .orElse(cell.decisive());
    }

    private String selectedBy(Ranked best) {
        return objectives
                .map(by -> Names.of(by.objectives().get(0)).replace('-', '_'))
                .orElse(best.score().isValidated() ? "validation_accuracy" : "test_accuracy");
    }

    /** Returns the JSON result. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sweep_id", plan.id());
        json.put("trials", plan.trials().size());
        Map<RunStatus, Integer> counts = new EnumMap<>(RunStatus.class);
        for (RunStatus status :
                List.of(RunStatus.FINISHED, RunStatus.STOPPED_EARLY, RunStatus.DIVERGED, RunStatus.FAILED)) {
            counts.put(status, count(status));
        }
        counts.forEach((status, count) -> json.put(status.label().replace('-', '_'), count));
        best().ifPresent(best -> {
            json.put("best_cell", best.cell());
            json.put("selected_by", selectedBy(best));
            if (best.score().isValidated()) {
                json.put("validation_accuracy", best.score().validation());
            }
            json.put("test_accuracy", best.score().test());
        });
        objectives.ifPresent(by -> by.front().forEach(json.putArray("pareto_front")::add));
        return json;
    }

    private TrialScore mean(List<SweepTrial> trials) {
        List<TrialScore> all =
                trials.stream().map(trial -> scores.get(trial.id())).toList();
        return new TrialScore(
                all.stream().mapToDouble(TrialScore::validation).average().orElseThrow(),
                all.stream().mapToDouble(TrialScore::test).average().orElseThrow());
    }
}
