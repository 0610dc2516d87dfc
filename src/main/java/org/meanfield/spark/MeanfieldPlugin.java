package org.meanfield.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.meanfield.config.Line;
import org.meanfield.config.Reason;
import org.meanfield.tables.ExecutorRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark plug-in that prepares each executor before its first task (native libraries, file systems) and reports to the
 * driver. It never throws on an executor, which Spark would replace endlessly: whatever goes wrong is logged and reported, and
 * the driver decides.
 */
public final class MeanfieldPlugin implements SparkPlugin {
    /** The setting that pins the instruction set of all executors; without it each executor uses its widest. */
    static final String INSTRUCTION_SET = "spark.meanfield.instructionSet";

    /** The engine, and what the job wants of GPUs, as JSON; without it DL4J's. */
    static final String COMPUTING = "spark.meanfield.computing";

    /** Spark's name of the resource. */
    static final String GPU = "gpu";

    /** Whether executors need the native libraries; jobs that only move data do not load them. */
    static final String MATHS = "spark.meanfield.maths";

    private static final Logger LOG = LoggerFactory.getLogger(MeanfieldPlugin.class);

    /** How often an executor tells what memory it uses, at most. */
    private static final long TELL_NANOS = 1_000_000_000L;

    /**
     * What an executor reports.
     *
     * @param problem why it cannot compute; empty for a good one
     * @param input whether the problem is the user's to put right
     * @param noGpu why it does not compute on the GPU that the job asks for; empty if it does, or if the job asks for none
     */
    record Report(ExecutorRow executor, String problem, boolean input, String noGpu) implements Serializable {}

    /** The images that a task has processed so far. */
    private record Done(String task, int images) implements Serializable {}

    /** What an executor has used so far. */
    private record Used(String executor, MemoryPeaks peaks) implements Serializable {}

    /** By executor, in the driver's JVM, where a context is stopped before the next one starts. */
    private static final Map<String, Report> REPORTS = new ConcurrentHashMap<>();

    /** By executor, in the driver's JVM. */
    private static final Map<String, MemoryPeaks> USED = new ConcurrentHashMap<>();

    /** By task, in the driver's JVM. */
    private static final Map<String, Integer> DONE = new ConcurrentHashMap<>();

    /** The executor's connection to the driver. */
    private static volatile Optional<PluginContext> executor = Optional.empty();

    /** Reports to the driver, from an executor, how many images {@code task} has processed so far; until a report fails. */
    static void tell(String task, int images) {
        executor.ifPresent(context -> {
            try {
                context.send(new Done(task, images));
            } catch (IOException | RuntimeException e) { // progress is for the console: no reason to lose a task
                executor = Optional.empty();
                LOG.warn(
                        "Executor {} no longer reports its progress, since it cannot reach the driver: {}",
                        context.executorID(),
                        line(e));
            }
        });
    }

    /** Returns the images that tasks whose names begin with {@code prefix} have processed so far. */
    static long done(String prefix) {
        return DONE.entrySet().stream()
                .filter(task -> task.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the reports so far, by executor. */
    static Map<String, Report> reports() {
        return Map.copyOf(REPORTS);
    }

    /** Returns rows of executors with what each has used so far. */
    public static List<ExecutorRow> used(List<ExecutorRow> executors) {
        return executors.stream()
                .map(row -> {
                    MemoryPeaks peaks = USED.getOrDefault(row.executor(), MemoryPeaks.UNKNOWN);
                    return row.with(peaks.heap(), peaks.resident(), peaks.arrays());
                })
                .toList();
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext context, PluginContext plugin) {
                REPORTS.clear();
                USED.clear();
                DONE.clear();
                return Map.of();
            }

            @Override
            public void registerMetrics(String application, PluginContext plugin) {
                RunGauges.register(plugin.metricRegistry());
            }

            @Override
            public Object receive(Object message) {
                if (message instanceof Done done) {
                    DONE.put(done.task(), done.images());
                } else if (message instanceof Used used) {
                    USED.put(used.executor(), used.peaks());
                } else {
                    Report report = (Report) message;
                    REPORTS.put(report.executor().executor(), report);
                    if (report.executor().onGpu()) {
                        LOG.info(report.executor().line());
                    }
                }
                return "";
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Preparing();
    }

    /** Prepares the executor, and reports until the driver has answered: at the start, else before each task. */
    private static final class Preparing implements ExecutorPlugin {
        private Optional<PluginContext> context = Optional.empty();
        private Optional<Report> unanswered = Optional.empty();
        private MemoryPeaks peaks = MemoryPeaks.UNKNOWN;
        private long told = System.nanoTime() - TELL_NANOS;

        @Override
        public synchronized void init(PluginContext plugin, Map<String, String> ignored) {
            context = Optional.of(plugin);
            executor = Optional.of(plugin);
            unanswered = Optional.of(ExecutorSetUp.of(plugin));
            onTaskStart();
        }

        @Override
        public synchronized void onTaskStart() {
            unanswered.ifPresent(report -> {
                try {
                    context.orElseThrow().ask(report);
                    unanswered = Optional.empty();
                } catch (Throwable e) {
                    LOG.error(
                            "The driver does not answer executor {}: {}",
                            report.executor().executor(),
                            line(e));
                }
            });
        }

        /** Without native libraries there is nothing of interest, and they must not be loaded for it. */
        private boolean computes() {
            return context.orElseThrow().conf().getBoolean(MATHS, true);
        }

        @Override
        public synchronized void onTaskSucceeded() {
            if (unanswered.isPresent() || !computes() || System.nanoTime() - told < TELL_NANOS) {
                return;
            }
            try {
                told = System.nanoTime();
                peaks = MemoryPeaks.since(peaks);
                context.orElseThrow().send(new Used(context.orElseThrow().executorID(), peaks));
            } catch (Throwable e) { // figures: no reason to lose a task
                LOG.warn("The memory that this executor uses is not recorded: {}", line(e));
            }
        }
    }

    /** Returns a reason in one line; with its kind, where the message is not written for users. */
    static String line(Throwable e) {
        boolean written = e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof UncheckedIOException;
        return written ? Reason.line(e) : Line.of(e.toString());
    }
}
