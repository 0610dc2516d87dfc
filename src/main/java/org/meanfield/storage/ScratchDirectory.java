package org.meanfield.storage;

import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for what exists only while shards are made. As long as its owner lives it says so, every ten seconds, in a file; who
 * comes later clears away what nobody has said so of for two minutes, and lets the others work.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final String PREFIX = ".prepare-";
    private static final String ALIVE = "alive";
    private static final long BEAT_SECONDS = 10;
    private static final long SILENT_MILLIS = 120_000;

    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);

    private final String folder;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(ScratchDirectory::daemon);
    private Future<?> beats = CompletableFuture.completedFuture(null);

    private ScratchDirectory(String folder) {
        this.folder = folder;
    }

    /** Makes one in {@code root}, and clears away those that were left there. */
    public static ScratchDirectory in(String root) {
        ScratchDirectory own = new ScratchDirectory(Storage.child(root, PREFIX + UUID.randomUUID()));
        own.sayAlive();
        own.beats = own.thread.scheduleAtFixedRate(own::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        // By the clock of the store, so that machines need not agree on the time.
        long now = lastSeen(own.folder);
        for (String name : Listing.folders(root)) {
            String other = Storage.child(root, name);
            if (name.startsWith(PREFIX) && now - lastSeen(other) > SILENT_MILLIS) {
                Storage.delete(other);
            }
        }
        return own;
    }

    /** Returns the folder. */
    public String folder() {
        return folder;
    }

    /** Deletes the folder. */
    @Override
    public void close() {
        beats.cancel(false);
        thread.shutdown();
        try {
            thread.awaitTermination(BEAT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Storage.delete(folder);
    }

    private void beat() {
        try {
            sayAlive();
        } catch (UncheckedIOException e) {
            LOG.warn("{}; the next try is in {} s", e.getMessage(), BEAT_SECONDS);
        }
    }

    private void sayAlive() {
        Storage.write(Storage.child(folder, ALIVE), new byte[0]);
    }

    private static long lastSeen(String folder) {
        return Listing.modified(Storage.child(folder, ALIVE))
                .or(() -> Listing.modified(folder))
                .orElse(Long.MAX_VALUE); // another one has just gone
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "workplace");
        thread.setDaemon(true);
        return thread;
    }
}
