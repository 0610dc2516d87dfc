package org.meanfield.train;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.factory.Nd4j;

/** The dedicated thread of a network: ND4J's random generator and workspaces belong to a thread. */
public final class OwnThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(OwnThread::daemon);

    /**
     * Runs {@code work} on the thread and waits for it. Interrupting the caller, as when Spark kills a task, cancels
     * the work at its next {@link #checkInterrupted}.
     *
     * @throws IllegalStateException if the work fails, with its message
     */
    public <T> T run(Callable<T> work) throws InterruptedException {
        Future<T> result = thread.submit(work);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A learner failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Throws if the work was cancelled; called between steps, which are not interrupted. */
    public static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Stops the thread after its current work, and frees the memory that ND4J holds for it. */
    @Override
    public void close() {
        close(() -> {});
    }

    /** Closes it, after doing {@code last} on the thread. */
    public void close(Runnable last) {
        thread.execute(last);
        thread.execute(() -> Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread());
        thread.shutdown();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "learner");
        thread.setDaemon(true);
        return thread;
    }
}
