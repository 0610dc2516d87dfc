package org.meanfield.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.meanfield.storage.Storage;

/** A slow store of local files, {@code counting:/…}, that counts how often each is opened for reading, and how many at once. */
public final class CountingStore extends RawLocalFileSystem {
    private static final int MILLIS = 20;
    private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();
    private static final AtomicInteger AT_ONCE = new AtomicInteger();
    private static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

    /** Begins to count; {@code Storage.configure} with another configuration ends it. */
    public static void use() {
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs.counting.impl", CountingStore.class, FileSystem.class);
        hadoop.setBoolean("fs.counting.impl.disable.cache", true);
        Storage.configure(hadoop);
        OPENED.clear();
        MOST_AT_ONCE.set(0);
    }

    /** Returns how often each file so far has been opened, by its path. */
    public static Map<String, Integer> opened() {
        return Map.copyOf(OPENED);
    }

    /** Returns how many files have been opened at the same time. */
    public static int mostAtOnce() {
        return MOST_AT_ONCE.get();
    }

    @Override
    public URI getUri() {
        return URI.create("counting:///");
    }

    @Override
    public String getScheme() {
        return "counting";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENED.merge(path.toUri().getPath(), 1, Integer::sum);
        MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            AT_ONCE.decrementAndGet();
        }
        return super.open(path, bufferSize);
    }
}
