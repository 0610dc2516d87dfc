package org.meanfield.job.robustness;

import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;

/**
 * The model in a folder, anywhere.
 *
 * @param path a folder that {@code train} has written: {@code DIR/models/<run_id>}, or the state of a checkpoint,
 *     {@code DIR/checkpoints/<run_id>/round-000040}
 */
public record FolderModels(String path) implements Models {
    /** Checks that it is given. */
    public FolderModels {
        Check.that(!path.isBlank(), "path", "empty", "the folder of a model");
        path = path.replaceAll("(?<=.)/+$", ""); // the last name is that of the run
    }

    @Override
    public List<String> folders(String key, String outputRoot, KnownRuns known) {
        return List.of(path);
    }

    @Override
    public Optional<String> folder(String run, String outputRoot) {
        return path.endsWith("/" + run) ? Optional.of(path) : Optional.empty();
    }
}
