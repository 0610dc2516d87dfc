package org.meanfield.job.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meanfield.config.RecordWriter;
import org.meanfield.storage.Storage;

/** The paths that jobs name. */
public final class JobPaths {
    private JobPaths() {}

    /** Returns the job with absolute paths, which are valid in any working folder. */
    public static TrainJob absolute(TrainJob job) {
        ObjectNode tree = (ObjectNode) RecordWriter.toTree(job);
        locate(tree, List.of("init-from"));
        locateData(tree.withObject("/data"));
        locate(tree.withObject("/model"), List.of("configuration"));
        return TrainJob.ofJson(tree.toString(), "The job of " + job.name());
    }

    /** Makes the paths of a data set's settings absolute. */
    public static void locateData(ObjectNode data) {
        locate(data, List.of("path", "shards"));
    }

    /** Makes those of {@code keys} that are given absolute. */
    public static void locate(ObjectNode settings, List<String> keys) {
        for (String key : keys) {
            String path = settings.path(key).asText();
            if (!path.isEmpty()) {
                settings.put(key, Storage.absolute(path));
            }
        }
    }
}
