package org.meanfield.storage;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The room that a store has, looked at before what has a known size is written. */
public final class Room {
    private Room() {}

    /**
     * Checks that there is room.
     *
     * @param path a file or folder that need not exist
     * @throws StoreException if less than {@code bytes} are free
     */
    public static void check(String path, long bytes) {
        Operation.on("write", path, (files, at) -> {
            long free = free(files, at);
            if (free < bytes) {
                throw new StoreErrors.FullException(bytes, free);
            }
            return free;
        });
    }

    /** Returns the free bytes; {@link Long#MAX_VALUE} where that isn't told. */
    static long free(FileSystem files, Path path) throws IOException {
        if (files instanceof RawLocalFileSystem local) {
            return free(local.pathToFile(path));
        }
        FsStatus status = files.getStatus(path);
        return status.getCapacity() > 0 ? status.getRemaining() : Long.MAX_VALUE;
    }

    private static long free(File file) {
        File there = file.getAbsoluteFile();
        while (!there.exists() && there.getParentFile() != null) {
            there = there.getParentFile();
        }
        return there.getTotalSpace() > 0 ? there.getUsableSpace() : Long.MAX_VALUE;
    }
}
