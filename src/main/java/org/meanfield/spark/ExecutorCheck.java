package org.meanfield.spark;

import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.SharedData;
import org.meanfield.storage.Storage;
import org.meanfield.storage.StoreException;
import org.meanfield.tables.ExecutorRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks of the executors before a job starts. */
public final class ExecutorCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorCheck.class);
    private static final long POLL_MILLIS = 20;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ATTEMPTS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String NO_EXECUTOR =
            "No executor has registered within %d seconds: does the cluster have free cores?"
                    .formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS));

    private ExecutorCheck() {}

    /**
     * Waits until there are cores for all workers, or no more executors register, and returns the executors.
     *
     * @throws InvalidInputException if their instruction sets differ
     * @throws IllegalStateException if none registers within a minute, or one cannot load the native libraries
     */
    public static List<ExecutorRow> await(JavaSparkContext context, int workers) throws InterruptedException {
        long start = System.nanoTime();
        if (context.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            startExecutors(context, workers);
        }
        long changed = start;
        int known = 0;
        while (true) {
            Map<String, MeanfieldPlugin.Report> reports = new TreeMap<>(MeanfieldPlugin.reports());
            long now = System.nanoTime();
            if (reports.size() != known) {
                known = reports.size();
                changed = now;
            }
            boolean enough = context.sc().isLocal() || context.defaultParallelism() >= workers;
            if (isOver(known, registered(context), enough, now - changed, now - start)) {
                return checked(reports);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /**
     * Returns whether to start: with all that have registered or, if executors keep registering, with those that are
     * ready.
     *
     * @param quiet nanoseconds since the last one was ready
     * @param waited nanoseconds since the start
     * @throws IllegalStateException if none is ready after a minute
     */
    static boolean isOver(int ready, int registered, boolean enough, long quiet, long waited) {
        boolean impatient = waited > PATIENCE_NANOS;
        if (ready == 0 && impatient) {
            throw new IllegalStateException(NO_EXECUTOR);
        }
        boolean settled = registered <= ready && (enough || quiet > QUIET_NANOS);
        return ready > 0 && (settled || impatient);
    }

    /** Runs empty tasks: with dynamic allocation, executors start only when there are tasks. */
    private static void startExecutors(JavaSparkContext context, int workers) throws InterruptedException {
        context.setJobDescription("Start executors");
        Future<Long> done =
                context.parallelize(Collections.nCopies(workers, ""), workers).countAsync();
        try {
            done.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            done.cancel(true);
            throw new IllegalStateException(NO_EXECUTOR, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "No executor can run a task: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Checks all executors registered so far, also those since {@link #await}; results of an executor that joined later
     * count only after this check.
     *
     * @throws InvalidInputException if their instruction sets differ
     * @throws IllegalStateException if one cannot load the native libraries
     */
    static void checkAgreement() {
        checked(MeanfieldPlugin.reports());
    }

    /** The number of registered executors; in local mode the driver is the only one. */
    private static int registered(JavaSparkContext context) {
        return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
    }

    private static List<ExecutorRow> checked(Map<String, MeanfieldPlugin.Report> reports) {
        reports.values().stream()
                .filter(report -> !report.problem().isEmpty())
                .findFirst()
                .ifPresent(report -> {
                    throw new IllegalStateException("Executor %s on %s cannot compute: %s"
                            .formatted(
                                    report.executor().executor(),
                                    report.executor().host(),
                                    report.problem()));
                });
        List<ExecutorRow> executors =
                reports.values().stream().map(MeanfieldPlugin.Report::executor).toList();
        Map<String, List<String>> hosts = executors.stream()
                .collect(Collectors.groupingBy(
                        ExecutorRow::instructionSet,
                        TreeMap::new,
                        Collectors.mapping(ExecutorRow::host, Collectors.toList())));
        if (hosts.size() > 1) {
            throw new InvalidInputException(
                    "The executors' instruction sets are %s but must be one: set instruction-set: avx2"
                            .formatted(hosts));
        }
        return executors;
    }

    /**
     * Checks that every executor can access the output root and read the data; warns of those that run no task.
     *
     * @param probe a file under the output root that the driver has written
     * @throws InvalidInputException naming an executor that cannot
     */
    public static void visible(JavaSparkContext context, List<ExecutorRow> executors, SharedData data, String probe) {
        Set<String> unverified = unverified(context, executors, data, probe);
        if (!unverified.isEmpty()) {
            LOG.warn(
                    "could not verify that executors {} can access data and output: they ran none of the check's tasks",
                    unverified);
        }
    }

    /** Runs the check, and returns the executors that ran none of its tasks. */
    static Set<String> unverified(
            JavaSparkContext context, List<ExecutorRow> executors, SharedData data, String probe) {
        Set<String> unverified =
                executors.stream().map(ExecutorRow::executor).collect(Collectors.toCollection(TreeSet::new));
        int tasks = 2 * context.defaultParallelism();
        for (int attempt = 0; attempt < ATTEMPTS && !unverified.isEmpty(); attempt++) {
            context.setJobDescription("Check access to data and output on every executor");
            List<Access> results = context.parallelize(Collections.nCopies(tasks, probe), tasks)
                    .map(new CheckAccess(data))
                    .collect();
            for (Access access : results) {
                if (!access.problem().isEmpty()) {
                    throw new InvalidInputException(
                            "Executor %s on %s %s: every path must be accessible from all machines"
                                    .formatted(access.executor(), access.host(), access.problem()));
                }
                unverified.remove(access.executor());
            }
        }
        return unverified;
    }

    /** The result of an executor; {@code problem} is empty if it can access everything. */
    record Access(String executor, String host, String problem) implements Serializable {}

    private record CheckAccess(SharedData data) implements Function<String, Access> {
        @Override
        public Access call(String probe) {
            SparkEnv env = SparkEnv.get();
            return new Access(
                    env.executorId(), env.blockManager().blockManagerId().host(), problem(probe));
        }

        private String problem(String probe) {
            try {
                if (!Storage.exists(probe)) {
                    return "cannot access the output " + probe;
                }
            } catch (StoreException e) {
                throw e;
            } catch (InvalidInputException | UncheckedIOException e) {
                return "cannot access the output (" + e.getMessage() + ")";
            }
            try {
                data.verifyReadable();
                return "";
            } catch (StoreException e) {
                throw e;
            } catch (InvalidInputException | UncheckedIOException e) {
                return "cannot read the data (" + e.getMessage() + ")";
            }
        }
    }
}
