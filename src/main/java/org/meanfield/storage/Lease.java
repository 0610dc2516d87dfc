package org.meanfield.storage;

import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exclusive right of a process to write a run, a sweep, an evaluation or a file, on any store. While it is held, a file in the hidden
 * folder {@code .lease-<name>} beside what is leased names the owner and is rewritten every 10 s, its heartbeat. It is deleted at the end.
 *
 * <p>Another process is refused, or waits. It takes the lease over when the heartbeat has not changed for 60 s by its own clock, or at
 * once when it can see that the owner has ended (a process of the same boot of the same host, and namespace of process ids). Clocks of
 * hosts need not agree. An owner that was paused for so long learns of it by {@link WriteGuard#check} before its next write, and from its
 * next heartbeat, which interrupts it. As with any lease that the store does not enforce, a write that had been checked before the
 * pause still happens after it.
 *
 * <p>Only one process can acquire it, on a store whose listings include every file written before: no store is asked for an atomic
 * creation. These are local file systems, HDFS, Amazon S3 (since 2020, with or without conditional writes), and S3 stores that keep its
 * consistency. An NFS client lists anew after its own write in a folder; its cache of attributes must be
 * shorter than 60 s, or a living owner looks stale. A store with delayed listings excludes nobody during the delay.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final long END_SECONDS = 10;

    private final LeaseCheck guard;
    private final LeaseTimes times;
    private final boolean first;
    private final Thread owner = Thread.currentThread();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(Lease::daemon);
    private final Future<?> beating;
    private Claim claim;
    private volatile LeaseLostException lost;

    /** What is done under a lease. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; {@code guard} is checked before each write. */
        T apply(WriteGuard guard) throws InterruptedException;
    }

    /**
     * @param first whether nothing was there, not even the folder around what is leased, which goes again if it stays empty
     */
    private Lease(LeaseRequest request, LeaseRequest.Granted granted, boolean first) {
        this.first = first;
        this.claim = granted.claim();
        this.guard = new LeaseCheck(request.what(), request.folder(), claim.id(), granted.takenOver());
        this.times = request.times();
        long interval = times.heartbeat().toMillis();
        beating = heartbeats.scheduleWithFixedDelay(this::heartbeat, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Acquires the lease on {@code path} for the current thread.
     *
     * @param what what is leased, for messages
     * @throws InvalidInputException if another process has it
     */
    public static Lease on(String path, String what, Progress log) throws InterruptedException {
        return of(new LeaseRequest(what, ClaimFolder.of(path), LeaseTimes.STANDARD, false, log));
    }

    /** Acquires the lease on writing a file or folder; while another process has it, waits and says so on {@code log}. */
    public static Lease await(String path, Progress log) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            return of(new LeaseRequest(name, ClaimFolder.of(path), LeaseTimes.STANDARD, true, log));
        } catch (UncheckedIOException e) { // of its claim, whose name tells a user nothing
            throw new UncheckedIOException(
                    "Cannot write %s: %s".formatted(path, Reason.line(e.getCause())), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for another process that is writing " + path, e);
        }
    }

    static Lease of(LeaseRequest request) throws InterruptedException {
        boolean first = !request.folder().hasParent();
        return new Lease(request, request.run(), first);
    }

    /** Returns the check of this lease, for any process. */
    public WriteGuard guard() {
        return guard;
    }

    /**
     * Does {@code work} and releases the lease.
     *
     * @throws LeaseLostException if the work has failed since the lease was lost
     */
    public <T> T during(Work<T> work) throws InterruptedException {
        try (this) {
            return work.apply(guard);
        } catch (Exception e) { // Spark throws checked exceptions undeclared
            LeaseLostException reason = lost;
            if (reason != null && reason != e) {
                reason.addSuppressed(e);
                throw reason;
            }
            throw e;
        }
    }

    private void heartbeat() {
        long start = System.nanoTime();
        try {
            guard.check();
            claim = claim.next();
            guard.folder().replace(claim);
            if (System.nanoTime() - start > times.stale().toNanos()) { // it may just have been created again
                throw new LeaseLostException("%s: this process was paused for too long to keep it, and stops writing"
                        .formatted(guard.what()));
            }
        } catch (LeaseLostException e) {
            lost = e;
            heartbeats.shutdown();
            owner.interrupt();
        } catch (RuntimeException e) { // of the store; an exception would end the heartbeats
            LOG.warn(
                    "{}; next heartbeat in {} s",
                    Reason.line(e),
                    times.heartbeat().toSeconds());
        }
    }

    /** Releases the lease: the next process need not wait. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // which would keep the file from being deleted
        beating.cancel(false);
        heartbeats.shutdown();
        try {
            heartbeats.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            guard.takenOver()
                    .forEach(guard.folder()::delete); // a paused owner's last heartbeat may have come after all
            guard.folder().delete(guard.id());
            if (first) {
                guard.folder().deleteEmptyParent();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (UncheckedIOException e) { // what was done under the lease is done
            LOG.warn(
                    "{}; others wait {} s for its heartbeat",
                    Reason.line(e),
                    times.stale().toSeconds());
        }
        if (interrupted && lost == null) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lease-heartbeat");
        thread.setDaemon(true);
        return thread;
    }
}
