package org.meanfield.train;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.factory.Nd4j;

/** The one thread that a network keeps to: ND4J's generator and workspaces belong to a thread. */
public final class OwnThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(OwnThread::daemon);

    /**
     * Does {@code work} on the thread. Who is interrupted meanwhile, as a task that is killed, goes away and interrupts the work,
     * which ends where it looks for that.
     *
     * @throws IllegalStateException if it fails, with its reason
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

    /** Ends, on the thread, work whose user has gone away; between two steps, which leave nothing half done. */
    public static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Ends the thread once its work is done, with the memory that ND4J would keep of a thread that is gone. */
    @Override
    public void close() {
        thread.execute(() -> Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread());
        thread.shutdown();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "learner");
        thread.setDaemon(true);
        return thread;
    }
}
