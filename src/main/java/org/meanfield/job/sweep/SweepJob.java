package org.meanfield.job.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.meanfield.config.Change;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Draft;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.common.JobName;
import org.meanfield.job.common.Options;
import org.meanfield.job.train.TrainJob;
import org.meanfield.sweep.Cell;
import org.meanfield.sweep.Cells;
import org.meanfield.sweep.NoneSearch;
import org.meanfield.sweep.Objective;
import org.meanfield.sweep.Placement;
import org.meanfield.sweep.RandomCells;
import org.meanfield.sweep.Scheduler;
import org.meanfield.sweep.Search;
import org.meanfield.sweep.SeedList;

/**
 * Sweep job: trainings that differ in a few keys and in their seeds. Each is the base job with the overrides of its
 * cell, applied as by {@code --set}, so both a whole {@code initializer} and a single {@code train.batch} can be set.
 *
 * @param name the start of the sweep's id, as that of a training
 * @param base the training that the cells change; valid by itself
 * @param list cells one by one, each combined with each combination of {@code grid} and each draw of {@code random}
 * @param grid values of key paths, in each combination
 * @param random randomly drawn values of key paths
 * @param seeds a list of seeds, or how many: that of the base job and those that follow it
 * @param scheduler decides which trials continue, and for how many epochs
 * @param placement placement of trials on the cluster
 * @param maxFailures failed trials with which an execution of the sweep ends, besides three in a row for one reason; 0 for no
 *     limit. A trial that diverges has not failed
 * @param search chooses the cells, in the place of {@code list}, {@code grid} and {@code random}
 * @param objectives what cells are judged by; the best cell is that of the first one, and of several there is a Pareto front. Without
 *     any it is validation accuracy or, without a validation split, test accuracy
 */
public record SweepJob(
        String name,
        Draft<TrainJob> base,
        @Default("[]") List<Map<String, JsonNode>> list,
        @Default("{}") Map<String, List<JsonNode>> grid,
        @Default("{count: 0}") RandomCells random,
        @Default("1") JsonNode seeds,
        @Default("{type: all}") Scheduler scheduler,
        @Default("auto") Placement placement,
        @Default(value = "0", omitted = true) int maxFailures,
        @Default(value = "{type: none}", omitted = true) Search search,
        @Default(value = "[]", omitted = true) List<Objective> objectives) {
    /** Each is a run with its own folders, and is held on the driver. */
    private static final BigInteger MOST_TRIALS = BigInteger.valueOf(10_000);

    /** Checks the settings, but not the resulting jobs. */
    public SweepJob {
        JobName.check(name);
        Check.that(maxFailures >= 0, "max-failures", maxFailures, "0 or more");
        int perCell = SeedList.changes(seeds, 0).size();
        Cells cells = new Cells(list, grid, random);
        objectives = List.copyOf(objectives);
        checkSearch(search, scheduler, objectives, list.isEmpty() && grid.isEmpty() && random.count() == 0);
        BigInteger most = cells.most().multiply(BigInteger.valueOf(Math.max(1, search.trials())));
        BigInteger trials = most.multiply(BigInteger.valueOf(perCell));
        Check.that(
                trials.compareTo(MOST_TRIALS) <= 0,
                "the number of trials",
                "%s × %d".formatted(most, perCell),
                "at most " + MOST_TRIALS);
        cells.all();
    }

    private static void checkSearch(Search search, Scheduler scheduler, List<Objective> objectives, boolean alone) {
        Check.that(
                search instanceof NoneSearch || alone,
                "search",
                "given together with list, grid or random",
                "the only one of them");
        Check.that(
                !search.looksAtResults() || !scheduler.comparesEarly(),
                "scheduler",
                "one that compares trials early",
                "{type: all} with search.type tpe");
        Check.that(
                objectives.stream().distinct().count() == objectives.size(),
                "objectives",
                "a list with one twice",
                "a list of different ones");
        Check.that(
                !search.looksAtResults() || !objectives.contains(Objective.IMAGES_PER_SECOND),
                "objectives",
                "a list with images-per-second",
                "one of values that are the same on any machine with search.type tpe");
    }

    /**
     * Returns its trials: cell by cell, the seeds of each in a row; of a search those of the cells that are decided.
     *
     * @param results the objectives of the first cells, each higher for better
     * @throws InvalidInputException if cells are not valid jobs, naming all of them, or two are the same job
     */
    List<SweepTrial> trials(List<double[]> results) {
        List<Change> seedChanges = SeedList.changes(seeds, base.with(List.of()).seed());
        List<SweepTrial> trials = new ArrayList<>();
        InvalidCells wrong = new InvalidCells();
        if (search.looksAtResults()) {
            // The ends of each distribution, so that few cells chosen later are no valid jobs.
            search.keys().forEach((path, values) -> Stream.of(0.0, Math.nextDown(1.0))
                    .map(end -> new Cell(List.of(new Change(path, values.at(end)))))
                    .forEach(cell -> wrong.collect(cell, () -> base.with(cell.changes()))));
        }
        List<Cell> cells = search instanceof NoneSearch ? new Cells(list, grid, random).all() : search.cells(results);
        for (Cell cell : cells) {
            wrong.collect(cell, () -> seedChanges.forEach(seed -> trials.add(trial(cell, seed))));
        }
        wrong.refuse();
        checkDifferent(trials);
        return trials;
    }

    private SweepTrial trial(Cell cell, Change seed) {
        List<Change> changes = new ArrayList<>(cell.changes());
        changes.add(seed);
        return SweepTrial.of(cell, base.with(changes));
    }

    private static void checkDifferent(List<SweepTrial> trials) {
        Map<String, SweepTrial> byId = new HashMap<>();
        for (SweepTrial trial : trials) {
            SweepTrial same = byId.put(trial.id(), trial);
            if (same != null) {
                boolean equal = RecordWriter.toJson(same.job()).equals(RecordWriter.toJson(trial.job()));
                Check.that(
                        !equal,
                        "the cell " + trial.cell().label(),
                        same.cell().label().equals(trial.cell().label())
                                ? "a duplicate"
                                : "the same job as the cell " + same.cell().label(),
                        "different from every other");
                throw new IllegalStateException(
                        "Two trials have the id %s: change one of their settings a little".formatted(trial.id()));
            }
        }
    }

    /**
     * Runs it.
     *
     * @throws InvalidInputException if jobs and data do not fit together, or there is no such sweep to resume
     */
    SweepOutcome run(Options options) throws InterruptedException {
        return SweepRun.of(this, options).run();
    }
}
