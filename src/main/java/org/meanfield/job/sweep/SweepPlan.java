package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Split;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.sweep.Cell;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.Trial;
import org.meanfield.train.Computing;
import org.meanfield.train.RoundPlan;

/**
 * A sweep with its trials and their data, validated as far as possible without a cluster.
 *
 * @param id {@code <name>-<8 hex digits>} of the SHA-256 of the resolved sweep and of its trials' run ids
 * @param first the first trial of each cell, prepared
 * @param settled trials that a search has decided others by, and that are not trained again
 */
record SweepPlan(
        SweepJob job, String id, List<SweepTrial> trials, List<PreparedJob> first, SweepData data, int settled) {
    private static final int ID_LENGTH = 8;

    /**
     * Checks a sweep.
     *
     * @throws org.meanfield.config.InvalidInputException if cells are not valid jobs, naming all of them, or the sweep
     *     as a whole is invalid
     */
    static SweepPlan of(SweepJob job, Progress log) {
        return of(job, new SweepData(log), List.of(), Optional.empty());
    }

    /**
     * Returns this sweep with the cells that its search decides on when all so far have ended.
     *
     * @param results the objectives of the cells, each higher for better
     */
    SweepPlan next(List<double[]> results) {
        return of(job, data, results, Optional.of(this));
    }

    private static SweepPlan of(SweepJob job, SweepData data, List<double[]> results, Optional<SweepPlan> before) {
        List<SweepTrial> trials = job.trials(results);
        checkExecutors(trials);
        if (trials.stream().map(trial -> trial.job().data()).distinct().count() == 1) {
            // An error in data common to all is not a cell's error.
            data.of(trials.get(0).job().data());
        }
        Map<Cell, PreparedJob> first = new LinkedHashMap<>();
        InvalidCells wrong = new InvalidCells();
        Set<Cell> seen = new HashSet<>();
        for (SweepTrial trial : trials) {
            if (seen.add(trial.cell())) {
                wrong.collect(trial.cell(), () -> {
                    PreparedJob prepared =
                            PreparedJob.of(trial.job(), data.of(trial.job().data()));
                    if (!trial.job().initFrom().isEmpty()) {
                        trial.job().initialState(prepared.learner());
                    }
                    first.put(trial.cell(), prepared);
                });
            }
        }
        wrong.refuse();
        checkPlacement(job, first.values());
        String identity = trials.stream()
                .map(trial -> trial.job().runId(data.of(trial.job().data()).hash()))
                .collect(Collectors.joining(" ", RecordWriter.toJson(job), ""));
        String id = before.map(SweepPlan::id)
                .orElseGet(() -> job.name() + "-" + Sha256.of(identity).substring(0, ID_LENGTH));
        int settled = before.map(plan -> plan.trials().size()).orElse(0);
        SweepPlan plan = new SweepPlan(job, id, trials, List.copyOf(first.values()), data, settled);
        plan.checkObjectives();
        if (job.scheduler().comparesEarly()) {
            plan.checkComparable();
        }
        return plan;
    }

    /** Returns a trial with its data. */
    PreparedJob prepared(SweepTrial trial) {
        return PreparedJob.of(trial.job(), data.of(trial.job().data()));
    }

    /** Returns the content of {@code sweep.json}. */
    JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sweep_id", id);
        json.set("job", RecordWriter.toTree(job));
        ArrayNode list = json.putArray("trials");
        for (SweepTrial trial : trials) {
            ObjectNode entry = list.addObject();
            entry.put("trial", trial.id());
            entry.put("run_id", trial.runId(id));
            entry.put("cell", trial.cell().label());
            entry.put("seed", trial.job().seed());
            ObjectNode changes = entry.putObject("changes");
            trial.cell().changes().forEach(change -> changes.set(change.path(), change.value()));
        }
        return json;
    }

    private static void checkPlacement(SweepJob job, Collection<PreparedJob> first) {
        boolean packable = first.stream().allMatch(PreparedJob::fitsOneTask);
        Check.that(
                packable || job.placement() != Placement.PACKED,
                "placement",
                "packed",
                "auto or distributed where train.trainer is dl4j-parameter-averaging");
    }

    /** Executors have one instruction set for all trials, and compute on GPUs or on processors. */
    private static void checkExecutors(List<SweepTrial> trials) {
        List<TrainJob.Instructions> sets = trials.stream()
                .map(trial -> trial.job().instructionSet())
                .distinct()
                .toList();
        Check.that(sets.size() == 1, "instruction-set", "different between cells", "the same in all");
        long wishes = trials.stream()
                .map(trial -> new Computing(trial.job().engine(), trial.job().gpu()))
                .map(computing -> computing.namesGpus() + " " + computing.gpu())
                .distinct()
                .count();
        Check.that(wishes == 1, "gpu or engine.device", "different between cells", "the same in all");
    }

    private void checkObjectives() {
        boolean validated =
                first.stream().allMatch(prepared -> prepared.data().splits().count(Split.VALIDATION) > 0);
        Check.that(
                validated || !job.search().looksAtResults(),
                "search.type",
                "tpe",
                "random or sobol where data.validation is 0");
        job.objectives()
                .forEach(objective -> Check.that(
                        validated || !objective.needsValidation(),
                        "objectives",
                        "a list with " + Names.of(objective),
                        "one without it where data.validation is 0"));
    }

    private void checkComparable() {
        for (PreparedJob prepared : first) {
            Check.that(
                    !prepared.job().train().earlyStopping().isOn(),
                    "scheduler",
                    "one that compares trials early",
                    "{type: all} with train.early-stopping");
            Check.that(
                    prepared.data().splits().count(Split.VALIDATION) > 0,
                    "scheduler",
                    "one that compares trials early",
                    "{type: all} where data.validation is 0");
            int epochs = prepared.plan().epochs();
            Check.that(
                    epochs == first.get(0).plan().epochs(),
                    "scheduler",
                    "one that compares trials early",
                    "{type: all} where train.epochs differs between cells");
        }
        List<Trial> all = trials.stream().map(SweepTrial::trial).toList();
        Set<Integer> ends = new HashSet<>();
        all.forEach(trial -> ends.addAll(job.scheduler().ends(all, trial)));
        for (PreparedJob prepared : first) {
            checkRoundsApart(ends, prepared.plan());
        }
    }

    private void checkRoundsApart(Set<Integer> ends, RoundPlan plan) {
        List<Integer> rounds = ends.stream().map(plan::roundsAfter).toList();
        Check.that(
                rounds.stream().distinct().count() == rounds.size(),
                "train.local-steps",
                plan.localSteps(),
                "fewer: trials are compared after epochs in which no round ends");
    }
}
