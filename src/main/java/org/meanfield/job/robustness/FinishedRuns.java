package org.meanfield.job.robustness;

import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RunRow;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * The runs under an output root that have a model.
 *
 * @param root the output root
 * @param names their ids, sorted
 */
public record FinishedRuns(String root, List<String> names) {
    /** Finds the runs under {@code given} or, if that is empty, under {@code otherwise}. */
    public static FinishedRuns under(String given, String otherwise) {
        String root = given.isEmpty() ? otherwise : given;
        return new FinishedRuns(
                root,
                Storage.list(Storage.child(root, "models")).stream()
                        .filter(run -> new ModelFiles(root, run).isThere())
                        .toList());
    }

    /** Returns the folder of a run's model. */
    public String folder(String run) {
        return new ModelFiles(root, run).folder();
    }

    /**
     * Returns the folder of a run's model.
     *
     * @param key what the job file calls the run
     * @throws InvalidInputException if there is no such run, with the nearest one, or it has not finished
     */
    public String folder(String key, String run) {
        if (names.contains(run)) {
            return folder(run);
        }
        boolean begun = new Tables(root).runs(RunRow.class).contains(run);
        String help = Names.nearest(run, names)
                .map("did you mean %s?"::formatted)
                .orElse(names.isEmpty() ? "there are none" : "there are " + names.size());
        throw new InvalidInputException(
                begun || Storage.exists(folder(run))
                        ? "%s is %s but must be a run with a finished model, which this one has not".formatted(key, run)
                        : "%s is %s but must be the id of a finished run under %s; %s".formatted(key, run, root, help));
    }
}
