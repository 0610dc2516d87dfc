package org.meanfield.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file as it is being written: under a hidden name of its own, {@code .<name>.<UUID>}, which a process that is killed leaves. */
final class HiddenFile {
    private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Logger LOG = LoggerFactory.getLogger(HiddenFile.class);

    private HiddenFile() {}

    /** Writes a file and gives it its name once it is complete. */
    static Path write(FileSystem files, Path path, Storage.Content content) throws IOException {
        Path hidden = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
        boolean named = false;
        try {
            try (OutputStream file = files.create(hidden)) {
                ChunkedOutput.fill(file, content);
            }
            Rename.replace(files, hidden, path);
            named = true;
            return path;
        } finally {
            if (!named) {
                discard(files, hidden);
            }
        }
    }

    private static void discard(FileSystem files, Path hidden) {
        try {
            files.delete(hidden, false);
        } catch (IOException e) { // what failed before says more
            LOG.warn("Cannot delete {}: {}", hidden, Reason.line(e));
        }
    }

    /** Deletes those in a folder and the folders in it, for its owner: of another process that writes there one would be alive. */
    static void clear(FileSystem files, Path folder) throws IOException {
        if (!files.exists(folder)) {
            return;
        }
        for (FileStatus there : files.listStatus(folder)) {
            if (there.isDirectory()) {
                clear(files, there.getPath());
            } else if (NAME.matcher(there.getPath().getName()).matches()) {
                files.delete(there.getPath(), false);
            }
        }
    }
}
