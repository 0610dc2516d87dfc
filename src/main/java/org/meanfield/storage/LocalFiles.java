package org.meanfield.storage;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files, created by Java alone: Hadoop starts a {@code chmod} process for each, and makes an {@code Error} of a
 * full disk. There are no {@code .crc} files beside them: what is believed has its checksum in a manifest or in its pages.
 */
final class LocalFiles extends RawLocalFileSystem {
    private LocalFiles() {}

    static LocalFiles of(URI uri, Configuration configuration) throws IOException {
        LocalFiles files = new LocalFiles();
        files.initialize(uri, configuration);
        return files;
    }

    @Override
    protected OutputStream createOutputStream(Path path, boolean append) throws IOException {
        return new FileOutputStream(pathToFile(path), append);
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path path, boolean append, FsPermission ignored)
            throws IOException {
        return createOutputStream(path, append);
    }

    @Override
    protected boolean mkOneDirWithMode(Path path, File folder, FsPermission ignored) {
        return folder.mkdir();
    }
}
