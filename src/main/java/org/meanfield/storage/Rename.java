package org.meanfield.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Renames, whatever Hadoop's file systems make of a name that is taken. */
final class Rename {
    private Rename() {}

    /** Renames {@code from} to {@code to}, in place of what is there. */
    static void replace(FileSystem files, Path from, Path to) throws IOException {
        if (!files.exists(from)) {
            throw new IOException("there is no " + from);
        }
        // Hadoop moves into a folder that is there already, and some of its file systems don't replace a file.
        if (files.exists(to) && files.getFileStatus(to).isDirectory()) {
            files.delete(to, true);
        }
        if (!isDone(files, from, to) && !(files.delete(to, false) && files.rename(from, to))) {
            throw new IOException("it can't be renamed from " + from);
        }
    }

    /** Returns whether it is done; of a file that is in the way, HDFS says no and S3A throws. */
    private static boolean isDone(FileSystem files, Path from, Path to) throws IOException {
        try {
            return files.rename(from, to);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
