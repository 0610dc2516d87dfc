package org.meanfield.spark;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting for the first executors: as long as the user has set, with a line every half minute. */
final class ExecutorWait {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorWait.class);

    /** The setting of how long it waits where there is no executor. */
    private static final String SETTING = "spark.meanfield.executorWait";

    private static final String DEFAULT = "10min";
    private static final long POLL_MILLIS = 20;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Where fewer have registered than were asked for by number. */
    private static final long MISSING_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** For executors that have registered and are not ready yet, where others are. */
    private static final long PREPARING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long ASK_MASTER_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final JavaSparkContext context;
    private final int tasks;
    private final long patience;

    /**
     * Creates one.
     *
     * @param tasks for how many there should be slots
     * @throws org.meanfield.config.InvalidInputException if the setting is wrong
     */
    ExecutorWait(JavaSparkContext context, int tasks) {
        this.context = context;
        this.tasks = tasks;
        this.patience = patience(context.getConf());
    }

    /** Returns how long it waits, in nanoseconds. */
    static long patience(SparkConf conf) {
        long millis;
        try {
            millis = conf.getTimeAsMs(SETTING, DEFAULT);
        } catch (NumberFormatException e) {
            millis = 0;
        }
        Check.that(millis > 0, SETTING, conf.get(SETTING, DEFAULT), "a positive time such as 90s or " + DEFAULT);
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Waits until there are slots for all tasks, or no more executors register; returns what each reports. */
    Map<String, MeanfieldPlugin.Report> reports() throws InterruptedException {
        Optional<Future<Long>> start = Optional.empty();
        if (context.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            start = Optional.of(emptyTasks());
        }
        try {
            return reports(start);
        } finally {
            start.ifPresent(running -> running.cancel(true));
        }
    }

    /** With dynamic allocation, executors start only when there are tasks. */
    private Future<Long> emptyTasks() {
        JobNames.set(context, "start executors");
        return context.parallelize(Collections.nCopies(tasks, ""), tasks).countAsync();
    }

    private Map<String, MeanfieldPlugin.Report> reports(Optional<Future<Long>> start) throws InterruptedException {
        long began = System.nanoTime();
        long changed = began;
        long nextLine = SAY_NANOS;
        boolean askedMaster = false;
        int known = 0;
        while (true) {
            if (context.sc().isStopped()) {
                throw new IllegalStateException(
                        "Spark has stopped while it waited for executors: the cluster has refused or lost the application");
            }
            Map<String, MeanfieldPlugin.Report> reports = new TreeMap<>(MeanfieldPlugin.reports());
            long now = System.nanoTime();
            if (reports.size() != known) {
                known = reports.size();
                changed = now;
            }
            long waited = now - began;
            if (known == 0 && waited > ASK_MASTER_NANOS && !askedMaster) {
                StandaloneMaster.of(context).ifPresent(StandaloneMaster::checkSizes);
                askedMaster = true;
            }
            if (waited > nextLine) {
                LOG.info(line(waited));
                nextLine += SAY_NANOS;
            }
            boolean enough = context.sc().isLocal() || Slots.of(context) >= tasks;
            boolean started = start.isEmpty() || ended(start.get()) || waited > patience;
            boolean quiet = now - changed > (isAnyMissing() ? MISSING_NANOS : QUIET_NANOS);
            if (isOver(known, registered(), enough, quiet, waited, patience) && started) {
                return reports;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean ended(Future<Long> tasks) throws InterruptedException {
        if (tasks.isDone()) {
            try {
                tasks.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "No executor can run a task: " + e.getCause().getMessage(), e.getCause());
            }
        }
        return tasks.isDone();
    }

    /**
     * Returns whether to start: with all that have registered or, if executors keep registering, with those that are
     * ready.
     *
     * @param quiet whether none has become ready for some time
     * @param waited nanoseconds since the start
     * @param patience nanoseconds after which none will come
     * @throws IllegalStateException if none is ready by then
     */
    static boolean isOver(int ready, int registered, boolean enough, boolean quiet, long waited, long patience) {
        if (ready == 0 && waited > patience) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "No executor has registered within %d seconds (%s): does the cluster have free cores and memory?",
                    TimeUnit.NANOSECONDS.toSeconds(patience),
                    SETTING));
        }
        boolean settled = registered <= ready && (enough || quiet);
        return ready > 0 && (settled || waited > Math.min(patience, PREPARING_NANOS));
    }

    private String line(long waited) {
        int registered = context.sc().isLocal() ? 1 : registeredOnCluster();
        String asked = asked(context.getConf())
                .map(instances -> String.format(
                        Locale.ROOT,
                        "%d asked for, %d registered, %d pending",
                        instances,
                        registered,
                        Math.max(0, instances - registered)))
                .orElseGet(() -> String.format(
                        Locale.ROOT, "executors for %d tasks asked for, %d registered", tasks, registered));
        return String.format(
                Locale.ROOT,
                "Waiting for executors, %d s of %d: %s%s",
                TimeUnit.NANOSECONDS.toSeconds(waited),
                TimeUnit.NANOSECONDS.toSeconds(patience),
                asked,
                StandaloneMaster.of(context)
                        .map(master -> "; " + master.summary())
                        .orElse(""));
    }

    /** Returns the number of executors that a static allocation asks for, if it is one. */
    private static Optional<Integer> asked(SparkConf conf) {
        return conf.getBoolean("spark.dynamicAllocation.enabled", false) || !conf.contains("spark.executor.instances")
                ? Optional.empty()
                : Optional.of(conf.getInt("spark.executor.instances", 0));
    }

    private boolean isAnyMissing() {
        return asked(context.getConf())
                .filter(instances -> instances > registeredOnCluster())
                .isPresent();
    }

    /** In local mode the driver is the only one. */
    private int registered() {
        return Math.max(1, registeredOnCluster());
    }

    private int registeredOnCluster() {
        return context.sc().statusTracker().getExecutorInfos().length - 1;
    }
}
