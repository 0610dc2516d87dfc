package org.meanfield.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RunRow;
import org.meanfield.metrics.RunStatus;
import org.meanfield.spark.Tables;
import org.meanfield.sweep.TrialResult;
import org.meanfield.train.ModelFiles;

/**
 * What an earlier, interrupted execution of a sweep has finished, as the tables tell it.
 *
 * @param results of the stretches that are over
 * @param ends how the trials ended that need not be trained again
 */
record SweepHistory(List<TrialResult> results, Map<String, TrialEnd> ends) {
    /** That of a sweep which begins. */
    static final SweepHistory NONE = new SweepHistory(List.of(), Map.of());

    /** Reads it. A trial that failed, or was stopped at any moment, is one that is to go on. */
    static SweepHistory of(SweepPlan plan, String output, Tables tables) {
        List<String> runIds =
                plan.trials().stream().map(trial -> trial.runId(plan.id())).toList();
        Map<String, List<RunRow>> runs = tables.read(RunRow.class, runIds);
        Map<String, List<EvaluationRow>> evaluations = tables.read(EvaluationRow.class, runIds);
        List<TrialResult> results = new ArrayList<>();
        Map<String, TrialEnd> ends = new LinkedHashMap<>();
        for (SweepTrial trial : plan.trials()) {
            String runId = trial.runId(plan.id());
            String status = runs.getOrDefault(runId, List.of()).stream()
                    .map(RunRow::status)
                    .findFirst()
                    .orElse("");
            boolean finished = status.equals(RunStatus.FINISHED.label())
                    && new ModelFiles(output, runId).result().isPresent();
            List<TrialResult> own = results(plan, trial, status, finished, evaluations.getOrDefault(runId, List.of()));
            results.addAll(own);
            end(status, finished, own, evaluations.getOrDefault(runId, List.of()))
                    .ifPresent(end -> ends.put(trial.id(), end));
        }
        return new SweepHistory(results, ends);
    }

    /** Returns the trials that are known to have been given up. */
    Set<String> stopped() {
        Set<String> stopped = new HashSet<>();
        ends.forEach((trial, end) -> {
            if (end.status() == RunStatus.STOPPED_EARLY) {
                stopped.add(trial);
            }
        });
        return stopped;
    }

    private static List<TrialResult> results(
            SweepPlan plan, SweepTrial trial, String status, boolean finished, List<EvaluationRow> evaluations) {
        PreparedJob prepared = plan.prepared(trial);
        int epochs = prepared.plan().epochs();
        List<TrialResult> results = new ArrayList<>();
        for (int end : plan.job().scheduler().ends(epochs)) {
            double score = TrialScore.validation(evaluations, prepared.plan().roundsAfter(end));
            if (end == epochs && finished) {
                results.add(new TrialResult(
                        trial.id(), end, TrialScore.of(evaluations).decisive()));
            } else if (end < epochs && !Double.isNaN(score)) {
                results.add(new TrialResult(trial.id(), end, score));
            } else {
                if (status.equals(RunStatus.DIVERGED.label())) {
                    results.add(new TrialResult(trial.id(), end, Double.NaN));
                }
                break;
            }
        }
        return results;
    }

    private static Optional<TrialEnd> end(
            String status, boolean finished, List<TrialResult> own, List<EvaluationRow> evaluations) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        TrialResult last = own.get(own.size() - 1);
        if (finished) {
            return Optional.of(new TrialEnd(RunStatus.FINISHED, last, Optional.of(TrialScore.of(evaluations)), ""));
        }
        for (RunStatus over : List.of(RunStatus.DIVERGED, RunStatus.STOPPED_EARLY)) {
            if (status.equals(over.label())) {
                return Optional.of(new TrialEnd(over, last, Optional.empty(), ""));
            }
        }
        return Optional.empty();
    }
}
