package org.meanfield.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** An object of a store, such as S3, in which it appears, or takes the place of an older one, when its stream is closed: a rename would copy it. */
final class NewObject {
    private NewObject() {}

    /** Writes an object; one that cannot be completed never appears. */
    static Path write(FileSystem files, Path path, Storage.Content content) throws IOException {
        FSDataOutputStream stream = files.create(path, true);
        try {
            ChunkedOutput.fill(stream, content);
        } catch (IOException | RuntimeException | Error e) {
            stream.abort();
            throw e;
        }
        stream.close();
        return path;
    }
}
