package org.meanfield.job.train;

import java.util.List;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ObjectiveRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;
import org.meanfield.train.checkpoint.Checkpoints;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * All that a training writes: its checkpoints, model, picture and rows.
 *
 * @param output the output root
 */
public record RunFiles(String output, String runId, Tables tables) {
    private static final List<Class<? extends Record>> TABLES =
            List.of(RunRow.class, RoundRow.class, EvaluationRow.class, PredictionRow.class, ObjectiveRow.class);

    /** Deletes what an earlier run of the same id has written. */
    public void clear() {
        new Checkpoints(output, runId, 1).delete();
        new ModelFiles(output, runId).delete();
        TABLES.forEach(table -> tables.delete(runId, table));
    }

    /** Deletes what a killed execution of the run was writing; for its owner. */
    public void clearHidden() {
        Storage.clearHidden(Storage.child(Storage.child(output, "checkpoints"), runId));
        Storage.clearHidden(new ModelFiles(output, runId).folder());
        Storage.clearHidden(Storage.child(output, "reports/" + runId));
        TABLES.forEach(table -> Storage.clearHidden(tables.folder(runId, table)));
    }
}
