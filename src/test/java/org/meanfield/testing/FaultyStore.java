package org.meanfield.testing;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A store of local files, {@code faulty:/…}, that does not answer for the files whose path ends as {@link #FAULT} says. */
public final class FaultyStore extends RawLocalFileSystem {
    /** The setting of Hadoop's with the end of their paths. */
    public static final String FAULT = "meanfield.test.fault";

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        if (path.toUri().getPath().endsWith(getConf().get(FAULT))) {
            throw new IOException("503 Slow Down");
        }
        return super.open(path, bufferSize);
    }
}
