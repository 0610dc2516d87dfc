package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meanfield.config.Check;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Splits;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RunRow;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.checkpoint.Checkpoints;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/**
 * A saved model: that of a finished run, or of a checkpoint.
 *
 * @param name the run's id, or {@code <run_id>@<rounds>} of a checkpoint
 */
public record SavedModel(String name, TrainedModel model) {
    private static final String AT = "@";

    /**
     * Reads it.
     *
     * @param key the key of the folder, for messages
     * @param folder {@code DIR/models/<run_id>} or {@code DIR/checkpoints/<run_id>/round-000040}
     * @param known the runs that the command has read
     * @throws org.meanfield.config.InvalidInputException if there is none, or it is corrupt
     */
    static SavedModel read(String key, String folder, KnownRuns known) {
        return Checkpoints.isOne(folder)
                ? ofCheckpoint(key, folder, known)
                : new SavedModel(folder.substring(folder.lastIndexOf('/') + 1), ModelFiles.read(key, folder));
    }

    /**
     * Reads the parameters of a model that was read before.
     *
     * @param hash of the model then
     * @throws org.meanfield.config.InvalidInputException if it has changed
     */
    static float[] parameters(String key, String folder, String hash) {
        String now;
        State state;
        if (Checkpoints.isOne(folder)) {
            Checkpoints.Kept kept = Checkpoints.kept(key, folder);
            now = kept.hash();
            state = kept.model();
        } else {
            TrainedModel model = ModelFiles.read(key, folder);
            now = model.hash();
            state = model.state();
        }
        Check.that(now.equals(hash), key, folder, "unchanged while it is scored");
        return state.parameters();
    }

    /** Returns the run id of a model's name. */
    public static String run(String name) {
        return name.split(AT, 2)[0];
    }

    /** A checkpoint says nothing of the images: what the network saw of them is measured anew on its run's own data. */
    private static SavedModel ofCheckpoint(String key, String folder, KnownRuns known) {
        Checkpoints.Kept kept = Checkpoints.kept(key, folder);
        String root = above(above(above(folder)));
        Check.that(
                new Tables(root).runs(RunRow.class).contains(kept.runId()),
                key,
                folder,
                "a checkpoint in the output root of its run %s, whose tables record its training data"
                        .formatted(kept.runId()));
        RunRow row = known.under(root).run(kept.runId()).row();
        TrainJob job = TrainJob.of(kept.runId(), row);
        Splits splits = Splits.here(job.data());
        Check.that(
                splits.hash().equals(row.dataHash()),
                key,
                folder,
                "a checkpoint of a run whose data are unchanged: they now have the hash " + splits.hash());
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.set("job", RecordWriter.toTree(job));
        LearnerSettings learner = new LearnerSettings(
                kept.configuration(),
                job.data().shape(),
                job.data().classes(),
                new GradientClipping.None(),
                0,
                new Dl4jEngine());
        return new SavedModel(
                kept.runId() + AT + kept.round(),
                new TrainedModel(
                        folder,
                        learner,
                        kept.model(),
                        splits.normalization(),
                        splits.classNames(),
                        provenance,
                        kept.hash()));
    }

    private static String above(String folder) {
        return folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
    }
}
