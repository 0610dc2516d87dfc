package org.meanfield.testing;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A store of local files, {@code faulty:/…}, that does not answer for the files whose path ends as {@link #FAULT} says. */
public final class FaultyStore extends RawLocalFileSystem {
    /** The setting of Hadoop's with the end of their paths. */
    public static final String FAULT = "meanfield.test.fault";

    /** Returns the configuration in which files with this end of their path are asked for twice, at once. */
    public static Configuration failing(String end) {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs.faulty.impl", FaultyStore.class, FileSystem.class);
        hadoop.setBoolean("fs.faulty.impl.disable.cache", true);
        hadoop.set(FAULT, end);
        hadoop.setInt("meanfield.store.attempts", 2);
        hadoop.setInt("meanfield.store.first-wait-ms", 0);
        return hadoop;
    }

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
