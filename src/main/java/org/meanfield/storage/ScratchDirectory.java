package org.meanfield.storage;

import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scratch directory of a preparation with a heartbeat file, written every 10 s. Those without a heartbeat for two
 * minutes are deleted by the next preparation; live ones are left alone.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final String PREFIX = ".prepare-";
    private static final String ALIVE = "alive";
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long STALE_MILLIS = 120_000;

    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);

    private final String folder;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(ScratchDirectory::daemon);
    private Future<?> heartbeats = CompletableFuture.completedFuture(null);

    private ScratchDirectory(String folder) {
        this.folder = folder;
    }

    /** Creates one in {@code root}, and deletes the stale ones there. */
    public static ScratchDirectory in(String root) {
        ScratchDirectory own = new ScratchDirectory(Storage.child(root, PREFIX + UUID.randomUUID()));
        own.touch();
        own.heartbeats =
                own.thread.scheduleAtFixedRate(own::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        // By the store's clock, so that clocks of machines need not agree.
        long now = lastHeartbeat(own.folder);
        for (String name : Listing.folders(root)) {
            String other = Storage.child(root, name);
            if (name.startsWith(PREFIX) && now - lastHeartbeat(other) > STALE_MILLIS) {
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
        heartbeats.cancel(false);
        thread.shutdown();
        try {
            thread.awaitTermination(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Storage.delete(folder);
    }

    private void heartbeat() {
        try {
            touch();
        } catch (UncheckedIOException e) {
            LOG.warn("{}; next attempt in {} s", Reason.line(e), HEARTBEAT_SECONDS);
        }
    }

    private void touch() {
        Storage.write(Storage.child(folder, ALIVE), new byte[0]);
    }

    private static long lastHeartbeat(String folder) {
        return Listing.modified(Storage.child(folder, ALIVE))
                .or(() -> Listing.modified(folder))
                .orElse(Long.MAX_VALUE); // deleted in between by its owner
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scratch-heartbeat");
        thread.setDaemon(true);
        return thread;
    }
}
