package org.meanfield.train;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one thread that a network keeps to: ND4J's generator and workspaces belong to a thread. */
public final class OwnThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(OwnThread::daemon);

    /**
     * Does {@code work} on the thread.
     *
     * @throws IllegalStateException if it fails, with its reason
     */
    public <T> T run(Callable<T> work) throws InterruptedException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A learner failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Ends the thread once it has done {@code last}. */
    void close(Runnable last) {
        thread.execute(last);
        thread.shutdown();
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "learner");
        thread.setDaemon(true);
        return thread;
    }
}
