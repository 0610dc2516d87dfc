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
import org.meanfield.tables.ExecutorRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the executors before a job starts. */
public final class ExecutorCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorCheck.class);
    private static final long POLL_MILLIS = 20;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ATTEMPTS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String NOBODY = "No executor has come within %d seconds: has the cluster free cores?"
            .formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS));

    private ExecutorCheck() {}

    /**
     * Waits until there are cores for all workers, or until no more executors come, and returns the executors.
     *
     * @throws InvalidInputException if their instruction sets differ
     * @throws IllegalStateException if none comes within a minute, or one cannot do native maths
     */
    public static List<ExecutorRow> await(JavaSparkContext context, int workers) throws InterruptedException {
        long start = System.nanoTime();
        if (context.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            call(context, workers);
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
                return agreeing(reports);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /**
     * Returns whether to begin: with all that have registered or, where some register without end, with those that are ready.
     *
     * @param quiet nanoseconds since the last one was ready
     * @param waited nanoseconds in all
     * @throws IllegalStateException if none is after a minute
     */
    static boolean isOver(int ready, int registered, boolean enough, long quiet, long waited) {
        boolean impatient = waited > PATIENCE_NANOS;
        if (ready == 0 && impatient) {
            throw new IllegalStateException(NOBODY);
        }
        boolean settled = registered <= ready && (enough || quiet > QUIET_NANOS);
        return ready > 0 && (settled || impatient);
    }

    /** Executors that are started for tasks alone need some: those that do nothing. */
    private static void call(JavaSparkContext context, int workers) throws InterruptedException {
        context.setJobDescription("Call executors");
        Future<Long> done =
                context.parallelize(Collections.nCopies(workers, ""), workers).countAsync();
        try {
            done.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            done.cancel(true);
            throw new IllegalStateException(NOBODY, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "No executor can do a task: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Checks all executors that have come so far, also those since {@link #await}: what one computes that came later counts
     * only once this has returned.
     *
     * @throws InvalidInputException if their instruction sets differ
     * @throws IllegalStateException if one cannot do native maths
     */
    static void agree() {
        agreeing(MeanfieldPlugin.reports());
    }

    /** The executors that Spark knows; embedded, the driver is the only one. */
    private static int registered(JavaSparkContext context) {
        return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
    }

    private static List<ExecutorRow> agreeing(Map<String, MeanfieldPlugin.Report> reports) {
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
     * Checks that every executor sees the output root and can read the data; warns of those that take no task.
     *
     * @param probe a file under the output root that the driver has written
     * @throws InvalidInputException naming one that does not
     */
    public static void visible(JavaSparkContext context, List<ExecutorRow> executors, SharedData data, String probe) {
        Set<String> unasked = unasked(context, executors, data, probe);
        if (!unasked.isEmpty()) {
            LOG.warn(
                    "Nobody knows whether executors {} see data and output: they have taken none of many tasks",
                    unasked);
        }
    }

    /** Does it, and returns those that have taken none of the tasks. */
    static Set<String> unasked(JavaSparkContext context, List<ExecutorRow> executors, SharedData data, String probe) {
        Set<String> unasked =
                executors.stream().map(ExecutorRow::executor).collect(Collectors.toCollection(TreeSet::new));
        int tasks = 2 * context.defaultParallelism();
        for (int attempt = 0; attempt < ATTEMPTS && !unasked.isEmpty(); attempt++) {
            context.setJobDescription("Look for data and output on every executor");
            List<Sight> sights = context.parallelize(Collections.nCopies(tasks, probe), tasks)
                    .map(new Look(data))
                    .collect();
            for (Sight sight : sights) {
                if (!sight.problem().isEmpty()) {
                    throw new InvalidInputException("Executor %s on %s %s: every path must be one that all machines see"
                            .formatted(sight.executor(), sight.host(), sight.problem()));
                }
                unasked.remove(sight.executor());
            }
        }
        return unasked;
    }

    /** What an executor saw; {@code problem} is empty if it saw all. */
    record Sight(String executor, String host, String problem) implements Serializable {}

    private record Look(SharedData data) implements Function<String, Sight> {
        @Override
        public Sight call(String probe) {
            SparkEnv env = SparkEnv.get();
            return new Sight(
                    env.executorId(), env.blockManager().blockManagerId().host(), problem(probe));
        }

        private String problem(String probe) {
            try {
                if (!Storage.exists(probe)) {
                    return "does not see the output " + probe;
                }
            } catch (InvalidInputException | UncheckedIOException e) {
                return "does not see the output (" + e.getMessage() + ")";
            }
            try {
                data.verifyReadable();
                return "";
            } catch (InvalidInputException | UncheckedIOException e) {
                return "cannot read the data (" + e.getMessage() + ")";
            }
        }
    }
}
