package org.meanfield.job.common;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.spark.TaskLog;

/**
 * Distinguishes a run that is being stopped from one that fails. A signal, an interrupt or a stopped Spark context (its master
 * lost, its application killed) says nothing about the run, which resumes later; everything else is a failure of the run.
 */
public final class Stopping {
    /** The exit code of a process that SIGTERM ends. */
    public static final int EXIT_CODE = 143;

    /** Before Spark's hook, which stops the context, and Hadoop's, which closes the file systems. */
    private static final int HOOK_PRIORITY = 100;

    private static final long PATIENCE_SECONDS = 20;

    private static volatile boolean signalled;

    private Stopping() {}

    /**
     * Interrupts {@code main} when a signal ends this process, and lets it write down where its run stands first.
     *
     * @param ended is counted down when {@code main} has nothing left to write
     */
    public static void onSignal(Thread main, CountDownLatch ended) {
        ShutdownHookManager.get()
                .addShutdownHook(() -> interrupt(main, ended), HOOK_PRIORITY, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
    }

    private static void interrupt(Thread main, CountDownLatch ended) {
        if (ended.getCount() > 0) {
            signalled = true;
            TaskLog.silence();
            main.interrupt();
            try {
                ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the hooks are being cut short: nothing more can be waited for
            }
        }
    }

    /** Returns whether a signal ends this process. */
    public static boolean isSignalled() {
        return signalled;
    }

    /**
     * Returns whether {@code e} says that the run is being stopped. It also clears the thread's interrupt, which would keep it
     * from writing where the run stands.
     */
    public static boolean isCauseOf(Throwable e, JavaSparkContext context) {
        boolean interrupted = Thread.interrupted();
        return signalled
                || interrupted
                || context.sc().isStopped()
                || Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                        .anyMatch(InterruptedException.class::isInstance);
    }
}
