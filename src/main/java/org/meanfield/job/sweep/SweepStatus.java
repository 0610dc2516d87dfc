package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meanfield.job.train.TrialScore;
import org.meanfield.tables.RunStatus;

/** How the trials of a sweep stand, in the order of the sweep. */
final class SweepStatus {
    private final SweepPlan plan;
    private final Map<String, RunStatus> statuses = new LinkedHashMap<>();
    private final Map<String, TrialScore> scores = new LinkedHashMap<>();

    SweepStatus(SweepPlan plan) {
        this.plan = plan;
    }

    /**
     * The cell whose trials are best on average.
     *
     * @param score the means of its trials
     */
    record Best(String cell, TrialScore score) {
        private double decisive() {
            return score.decisive();
        }
    }

    synchronized void set(String trial, RunStatus status, Optional<TrialScore> score) {
        statuses.put(trial, status);
        score.ifPresent(value -> scores.put(trial, value));
    }

    synchronized int count(RunStatus status) {
        return (int) statuses.values().stream().filter(status::equals).count();
    }

    /** Returns the best cell so far; of equal ones the first. */
    synchronized Optional<Best> best() {
        Map<String, List<TrialScore>> cells = new LinkedHashMap<>();
        for (SweepTrial trial : plan.trials()) {
            if (scores.containsKey(trial.id())) {
                cells.merge(trial.cell().label(), List.of(scores.get(trial.id())), SweepStatus::joined);
            }
        }
        return cells.entrySet().stream()
                .map(cell -> new Best(cell.getKey(), mean(cell.getValue())))
                // A stream keeps the first of equal ones if the later must be greater.
                .reduce((a, b) -> b.decisive() > a.decisive() ? b : a);
    }

    /** Returns the line for scripts. */
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
            json.put("selected_by", best.score().isValidated() ? "validation_accuracy" : "test_accuracy");
            if (best.score().isValidated()) {
                json.put("validation_accuracy", best.score().validation());
            }
            json.put("test_accuracy", best.score().test());
        });
        return json;
    }

    private static List<TrialScore> joined(List<TrialScore> some, List<TrialScore> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static TrialScore mean(List<TrialScore> scores) {
        return new TrialScore(
                scores.stream().mapToDouble(TrialScore::validation).average().orElseThrow(),
                scores.stream().mapToDouble(TrialScore::test).average().orElseThrow());
    }
}
