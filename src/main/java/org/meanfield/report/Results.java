package org.meanfield.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;

/** The tables under an output root, read without Spark. */
public final class Results {
    /** The page of {@code explain}, beside that of its run. */
    public static final String EXPLANATION = "explain.html";

    private static final String TRAINING = "train";
    private static final String EVALUATION = "robustness";

    private final String root;
    private final Tables tables;
    private final TreeMap<String, RunRow> runs = new TreeMap<>();
    private final TreeMap<String, RunRow> evaluations = new TreeMap<>();
    private final TreeMap<String, RunRow> studies = new TreeMap<>();
    private final TrialRows<RoundRow> rounds = new TrialRows<>(RoundRow.class);
    private final TrialRows<EvaluationRow> scores = new TrialRows<>(EvaluationRow.class);
    /** The trials of the last sweep that was asked for, whose rows a page needs several times. */
    private Set<String> together = Set.of();

    private Optional<Map<String, List<String>>> evaluated = Optional.empty();

    /**
     * Reads the lists of training runs and robustness evaluations.
     *
     * @throws InvalidInputException if there are none
     */
    public Results(String root) {
        this.root = root;
        this.tables = new Tables(root);
        tables.read(RunRow.class, tables.runs(RunRow.class)).forEach((run, rows) -> {
            for (RunRow row : rows) {
                switch (row.kind()) {
                    case TRAINING -> runs.put(run, row);
                    case EVALUATION -> evaluations.put(run, row);
                    default -> studies.put(run, row);
                }
            }
        });
        if (runs.isEmpty() && evaluations.isEmpty()) {
            throw new InvalidInputException(
                    "DIR is %s but must be an output root with the tables of a training or a robustness evaluation"
                            .formatted(root));
        }
    }

    /** Returns the output root. */
    public String root() {
        return root;
    }

    /** Returns all trainings, by id. */
    public NavigableMap<String, RunRow> runs() {
        return Collections.unmodifiableNavigableMap(runs);
    }

    /** Returns all robustness evaluations, by id. */
    public NavigableMap<String, RunRow> evaluations() {
        return Collections.unmodifiableNavigableMap(evaluations);
    }

    /** Returns all studies, by id; their charts are drawn by the study itself. */
    public NavigableMap<String, RunRow> studies() {
        return Collections.unmodifiableNavigableMap(studies);
    }

    /** Returns whether the command {@code explain} has written the page of a run. */
    boolean isExplained(String run) {
        return Storage.isFile(Storage.child(root, "reports/%s/%s".formatted(run, EXPLANATION)));
    }

    /** Returns the ids of the robustness evaluations that have scored the model of a run, sorted. */
    List<String> evaluationsOf(String run) {
        if (evaluated.isEmpty()) {
            Map<String, List<String>> found = new HashMap<>();
            evaluations.keySet().forEach(evaluation -> rows(evaluation, RobustnessRow.class).stream()
                    .map(row -> row.modelRun().replaceFirst("@.*", "")) // a checkpoint's model is the run's, too
                    .distinct()
                    .forEach(model -> found.computeIfAbsent(model, first -> new ArrayList<>())
                            .add(evaluation)));
            evaluated = Optional.of(found);
        }
        return evaluated.get().getOrDefault(run, List.of());
    }

    /** Returns the ids of the sweeps that runs are trials of, sorted. */
    public List<String> sweeps() {
        return runs.values().stream()
                .map(RunRow::sweepId)
                .filter(sweep -> !sweep.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns a training.
     *
     * @throws InvalidInputException if there is none of that id, naming the nearest
     */
    public RunData run(String id) {
        return one("--run", id, "a run", runs);
    }

    /**
     * Returns trainings to compare, in that order.
     *
     * @throws InvalidInputException if there is none of an id, naming the nearest
     */
    public List<RunData> compared(List<String> ids) {
        return ids.stream().map(id -> one("--compare", id, "a run", runs)).toList();
    }

    /**
     * Returns a robustness evaluation.
     *
     * @throws InvalidInputException if there is none of that id, naming the nearest
     */
    public RunData evaluation(String id) {
        return one("--robustness", id, "a robustness evaluation", evaluations);
    }

    private RunData one(String option, String id, String kind, NavigableMap<String, RunRow> known) {
        RunRow row = known.get(id);
        if (row == null) {
            throw unknown(option, id, kind, List.copyOf(known.keySet()));
        }
        return new RunData(id, row, this);
    }

    /**
     * Returns the runs of a sweep, by id.
     *
     * @throws InvalidInputException if there is none of that id, naming the nearest
     */
    public List<RunData> sweep(String id) {
        List<RunData> trials = new ArrayList<>();
        runs.forEach((run, row) -> {
            if (row.sweepId().equals(id) && !id.isEmpty()) {
                trials.add(new RunData(run, row, this));
            }
        });
        if (trials.isEmpty()) {
            throw unknown("--sweep", id, "a sweep", sweeps());
        }
        together = trials.stream().map(RunData::id).collect(Collectors.toUnmodifiableSet());
        return trials;
    }

    /** Returns the rounds of a run, in any order. */
    List<RoundRow> rounds(String run) {
        return rounds.of(run);
    }

    /** Returns the evaluations of a run, in any order. */
    List<EvaluationRow> scores(String run) {
        return scores.of(run);
    }

    /** Returns the rows that a run has in the table of {@code type}; empty if none are written yet. */
    public <T extends Record> List<T> rows(String run, Class<T> type) {
        return rows(List.of(run), type).getOrDefault(run, List.of());
    }

    /** Returns the rows that each of {@code runs} has in the table of {@code type}; those that have none are left out. */
    public <T extends Record> Map<String, List<T>> rows(List<String> runs, Class<T> type) {
        return tables.read(type, runs);
    }

    /** Returns when the rounds of a run were last written; empty if there are none. */
    Optional<Instant> lastRounds(String run) {
        return Listing.stamps(tables.folder(run, RoundRow.class)).stream()
                .map(stamp -> Long.parseLong(stamp.substring(stamp.lastIndexOf(' ') + 1)))
                .max(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    /** Returns the tables, for those too long for one list. */
    Tables tables() {
        return tables;
    }

    /** The rows of one table, read for all trials of the sweep at hand when those of the first are asked for. */
    private final class TrialRows<T extends Record> {
        private final Class<T> type;
        private Set<String> read = Set.of();
        private Map<String, List<T>> byRun = Map.of();

        TrialRows(Class<T> type) {
            this.type = type;
        }

        List<T> of(String run) {
            if (!together.contains(run)) {
                return rows(run, type);
            }
            if (!read.equals(together)) {
                byRun = rows(List.copyOf(together), type);
                read = together;
            }
            return byRun.getOrDefault(run, List.of());
        }
    }

    private InvalidInputException unknown(String option, String id, String kind, List<String> known) {
        String help = Names.nearest(id, known)
                .map("did you mean %s?"::formatted)
                .orElse(known.isEmpty() ? "there are none" : "there are " + String.join(", ", known));
        return new InvalidInputException(
                "%s is %s but must be the id of %s under %s; %s".formatted(option, id, kind, root, help));
    }
}
