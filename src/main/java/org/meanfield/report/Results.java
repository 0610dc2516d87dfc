package org.meanfield.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.data.Storage;
import org.meanfield.data.TableFile;
import org.meanfield.metrics.RunRow;
import org.meanfield.spark.Tables;

/** The tables under an output root, read without Spark. */
public final class Results {
    private static final String FOLDER = "run_id=";
    /** The kind of runs that there are pages of; studies and evaluations of robustness have rows of their own. */
    private static final String TRAINING = "train";

    private final String root;
    private final TreeMap<String, RunRow> runs = new TreeMap<>();

    /**
     * Reads which trainings there are.
     *
     * @throws InvalidInputException if there are none
     */
    public Results(String root) {
        this.root = root;
        for (String folder : Storage.list(table(RunRow.class))) {
            if (folder.startsWith(FOLDER)) {
                String run = folder.substring(FOLDER.length());
                rows(run, RunRow.class).stream()
                        .filter(row -> row.kind().equals(TRAINING))
                        .forEach(row -> runs.put(run, row));
            }
        }
        if (runs.isEmpty()) {
            throw new InvalidInputException(
                    "DIR is %s but must be an output root with the tables of a training".formatted(root));
        }
    }

    /** Returns the output root. */
    public String root() {
        return root;
    }

    /** Returns all runs, by id. */
    public NavigableMap<String, RunRow> runs() {
        return Collections.unmodifiableNavigableMap(runs);
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
     * Returns a run.
     *
     * @throws InvalidInputException if there is none of that id, naming the nearest
     */
    public RunData run(String id) {
        RunRow row = runs.get(id);
        if (row == null) {
            throw unknown("--run", id, "run", runs.keySet().stream().toList());
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
            throw unknown("--sweep", id, "sweep", sweeps());
        }
        return trials;
    }

    /** Returns the rows that a run has in the table of {@code type}; none if it has not got that far. */
    public <T extends Record> List<T> rows(String run, Class<T> type) {
        String folder = Storage.child(table(type), FOLDER + run);
        List<T> rows = new ArrayList<>();
        for (String file : Storage.list(folder)) {
            if (file.endsWith(".parquet")) {
                rows.addAll(TableFile.read(Storage.child(folder, file), type));
            }
        }
        return rows;
    }

    private String table(Class<? extends Record> type) {
        return Storage.child(Storage.child(root, "tables"), Tables.name(type));
    }

    private InvalidInputException unknown(String option, String id, String kind, List<String> known) {
        String help = Names.nearest(id, known)
                .map("did you mean %s?"::formatted)
                .orElse(known.isEmpty() ? "there are none" : "there are " + String.join(", ", known));
        return new InvalidInputException(
                "%s is %s but must be the id of a %s under %s; %s".formatted(option, id, kind, root, help));
    }
}
