package org.meanfield.job;

import java.util.List;
import org.meanfield.config.Check;

/**
 * The one in a folder, wherever it is.
 *
 * @param path a folder that {@code train} has written: {@code DIR/models/<run_id>}
 */
public record FolderModels(String path) implements Models {
    /** Checks that it is given. */
    public FolderModels {
        Check.that(!path.isBlank(), "path", "empty", "the folder of a model");
    }

    @Override
    public List<String> folders(String key, String outputRoot) {
        return List.of(path);
    }
}
