package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.job.train.TrialScore;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.Scheduler;
import org.meanfield.sweep.Trial;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * History of an interrupted sweep, read from the tables.
 *
 * @param results results of the finished rungs
 * @param ends outcomes of the trials that need no further training
 * @param starts start of each trial that was started
 */
record SweepHistory(List<TrialResult> results, Map<String, TrialOutcome> ends, Map<String, RunStart> starts) {
    /** The history of a new sweep. */
    static final SweepHistory NONE = new SweepHistory(List.of(), Map.of(), Map.of());

    /**
     * Reads the history. An interrupted trial is resumed, and so is a failed one, unless another trial has been
     * promoted from the same rung: that decision was made without the failed one and is not revised.
     */
    static SweepHistory of(SweepPlan plan, String output, Tables tables) {
        List<String> runIds =
                plan.trials().stream().map(trial -> trial.runId(plan.id())).toList();
        Map<String, List<RunRow>> runs = tables.read(RunRow.class, runIds);
        Map<String, List<EvaluationRow>> evaluations = tables.read(EvaluationRow.class, runIds);
        Scheduler scheduler = plan.job().scheduler();
        List<Trial> all = plan.trials().stream().map(SweepTrial::trial).toList();
        List<TrialRecord> records = new ArrayList<>();
        for (SweepTrial trial : plan.trials()) {
            String runId = trial.runId(plan.id());
            records.add(new TrialRecord(
                    trial,
                    plan.prepared(trial),
                    scheduler.ends(all, trial.trial()),
                    runs.getOrDefault(runId, List.of()),
                    evaluations.getOrDefault(runId, List.of()),
                    new ModelFiles(output, runId).result().isPresent()));
        }
        List<TrialResult> results = new ArrayList<>();
        Map<String, TrialOutcome> ends = new LinkedHashMap<>();
        Map<String, RunStart> starts = new HashMap<>();
        for (TrialRecord record : records) {
            results.addAll(record.results());
            record.end().ifPresent(end -> ends.put(record.trial().id(), end));
            record.runs().forEach(row -> starts.put(record.trial().id(), RunStart.resumed(row)));
        }
        if (scheduler.comparesEarly()) {
            records.stream()
                    .flatMap(record -> record.failure(results).stream())
                    .toList()
                    .forEach(end -> {
                        results.add(end.result());
                        ends.put(end.result().trial(), end);
                    });
        }
        for (TrialRecord settled : records.subList(0, plan.settled())) {
            // A search has decided by its failure.
            String id = settled.trial().id();
            if (!ends.containsKey(id)) {
                TrialResult worst =
                        new TrialResult(id, settled.prepared().plan().epochs(), Double.NaN);
                results.add(worst);
                ends.put(
                        id,
                        new TrialOutcome(
                                RunStatus.FAILED, worst, settled.runs().get(0).reason()));
            }
        }
        return new SweepHistory(results, ends, starts);
    }

    /** Returns the trials that are known to be stopped. */
    Set<String> stopped() {
        Set<String> stopped = new HashSet<>();
        ends.forEach((trial, end) -> {
            if (end.status() == RunStatus.STOPPED_EARLY) {
                stopped.add(trial);
            }
        });
        return stopped;
    }

    /**
     * What is recorded of a trial.
     *
     * @param stretches the epochs at which its rungs end
     * @param runs its row; empty if it was not started
     * @param model whether its model exists
     */
    private record TrialRecord(
            SweepTrial trial,
            PreparedJob prepared,
            List<Integer> stretches,
            List<RunRow> runs,
            List<EvaluationRow> evaluations,
            boolean model) {
        boolean is(RunStatus status) {
            return runs.stream().anyMatch(row -> row.status().equals(status.label()));
        }

        /** Its score, if it has finished. */
        Optional<TrialScore> score() {
            return is(RunStatus.FINISHED) && model ? TrialScore.of(evaluations) : Optional.empty();
        }

        List<TrialResult> results() {
            List<TrialResult> results = new ArrayList<>();
            for (int end : stretches()) {
                double score = end < prepared.plan().epochs()
                        ? TrialScore.validation(evaluations, prepared.plan().roundsAfter(end))
                        : score().map(TrialScore::decisive).orElse(Double.NaN);
                if (Double.isNaN(score) && !is(RunStatus.DIVERGED)) {
                    break;
                }
                results.add(new TrialResult(trial.id(), end, score));
                if (Double.isNaN(score)) {
                    break;
                }
            }
            return results;
        }

        Optional<TrialOutcome> end() {
            List<TrialResult> results = results();
            if (results.isEmpty()) {
                return Optional.empty();
            }
            TrialResult last = results.get(results.size() - 1);
            if (score().isPresent()) {
                return Optional.of(new TrialOutcome(RunStatus.FINISHED, last, score(), "", List.of()));
            }
            return List.of(RunStatus.DIVERGED, RunStatus.STOPPED_EARLY).stream()
                    .filter(this::is)
                    .map(over -> new TrialOutcome(over, last, ""))
                    .findFirst();
        }

        /** Returns its failure, if it failed and another trial of {@code all} has been promoted from its rung. */
        Optional<TrialOutcome> failure(List<TrialResult> all) {
            int over = results().stream().mapToInt(TrialResult::epochs).max().orElse(0);
            return stretches().stream()
                    .filter(end -> end > over)
                    .findFirst()
                    .filter(end -> is(RunStatus.FAILED) && all.stream().anyMatch(result -> result.epochs() > end))
                    .map(end -> new TrialResult(trial.id(), end, Double.NaN))
                    .map(result -> new TrialOutcome(
                            RunStatus.FAILED, result, runs.get(0).reason()));
        }
    }
}
