package org.meanfield.testing;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.meanfield.storage.Storage;

/** A store of local files, {@code unlinked:/…}, that lacks a class for writing those with {@link #FAULT} in their path. */
public final class UnlinkedStore extends RawLocalFileSystem {
    private static final String SCHEME = "unlinked";
    private static final String FAULT = "meanfield.test.unlinked";

    /** Has this process, and the Spark sessions that it opens, know the store. */
    public static void use(String fault) {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs.unlinked.impl", UnlinkedStore.class, FileSystem.class);
        hadoop.setBoolean("fs.unlinked.impl.disable.cache", true);
        hadoop.set(FAULT, fault);
        Storage.configure(hadoop);
        hadoop.getPropsWithPrefix("fs.unlinked.")
                .forEach((key, value) -> System.setProperty("spark.hadoop.fs.unlinked." + key, value));
        System.setProperty("spark.hadoop." + FAULT, fault);
    }

    /** Forgets it. */
    public static void forget() {
        System.getProperties().keySet().removeIf(key -> key.toString().contains(SCHEME));
        Storage.configure(new Configuration());
    }

    @Override
    public URI getUri() {
        return URI.create("unlinked:///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(path, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        if (path.toUri().getPath().contains(getConf().get(FAULT))) {
            throw new NoClassDefFoundError("com/amazonaws/Missing");
        }
        return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }
}
