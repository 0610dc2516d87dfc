package org.meanfield.job.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meanfield.config.RecordWriter;
import org.meanfield.storage.Storage;

/** The paths that a training job names. */
public final class JobPaths {
    private JobPaths() {}

    /** Returns the job with absolute paths, which are valid in any working folder. */
    public static TrainJob absolute(TrainJob job) {
        ObjectNode tree = (ObjectNode) RecordWriter.toTree(job);
        locate(tree, List.of("init-from"));
        locate(tree.withObject("/data"), List.of("path", "shards"));
        locate(tree.withObject("/model"), List.of("configuration"));
        return TrainJob.ofJson(tree.toString(), "The job of " + job.name());
    }

    private static void locate(ObjectNode settings, List<String> keys) {
        for (String key : keys) {
            String path = settings.path(key).asText();
            if (!path.isEmpty()) {
                settings.put(key, Storage.absolute(path));
            }
        }
    }
}
