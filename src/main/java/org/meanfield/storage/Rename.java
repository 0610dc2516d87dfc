package org.meanfield.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Rename with replacement on any Hadoop file system. */
final class Rename {
    private Rename() {}

    /** Renames {@code from} to {@code to}, replacing what exists there. */
    static void replace(FileSystem files, Path from, Path to) throws IOException {
        if (!files.exists(from)) {
            throw new StoreErrors.LastingException("there is no " + from);
        }
        // Hadoop moves into an existing folder, and some of its file systems do not replace a file.
        if (files.exists(to) && files.getFileStatus(to).isDirectory()) {
            files.delete(to, true);
        }
        if (!isDone(files, from, to) && !(files.delete(to, false) && files.rename(from, to))) {
            throw new StoreErrors.LastingException("it cannot be renamed from " + from);
        }
    }

    /** Returns whether it succeeded; for an existing target HDFS returns false and S3A throws. */
    private static boolean isDone(FileSystem files, Path from, Path to) throws IOException {
        try {
            return files.rename(from, to);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
