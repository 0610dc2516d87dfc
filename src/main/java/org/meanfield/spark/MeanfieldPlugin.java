package org.meanfield.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.storage.BlockManagerId;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.onednn.NativeBackend;
import org.meanfield.storage.Storage;
import org.meanfield.tables.ExecutorRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares each executor before its first task: the native maths, the way to files; and tells the driver what it found.
 * It never throws on an executor, which Spark would replace without end: the driver decides.
 */
public final class MeanfieldPlugin implements SparkPlugin {
    /** The setting that pins the instruction set of all executors; without it each takes its widest. */
    static final String INSTRUCTION_SET = "spark.meanfield.instructionSet";

    /** Whether executors need native maths; moving data needs none, and does not pay for loading it. */
    static final String MATHS = "spark.meanfield.maths";

    private static final Logger LOG = LoggerFactory.getLogger(MeanfieldPlugin.class);

    /** What an executor reports; {@code problem} is empty for a good one. */
    record Report(ExecutorRow executor, String problem) implements Serializable {}

    /** How many images a task has done so far. */
    private record Done(String task, int images) implements Serializable {}

    /** By executor; of the driver's JVM, where a context is stopped before another one starts. */
    private static final Map<String, Report> REPORTS = new ConcurrentHashMap<>();

    /** By task; of the driver's JVM. */
    private static final Map<String, Integer> DONE = new ConcurrentHashMap<>();

    /** The way to the driver. */
    private static volatile Optional<PluginContext> executor = Optional.empty();

    /** Tells the driver, from an executor, how many images {@code task} has done so far. */
    static void tell(String task, int images) {
        executor.ifPresent(context -> {
            try {
                context.send(new Done(task, images));
            } catch (IOException e) {
                throw new UncheckedIOException("The driver cannot be told of " + task, e);
            }
        });
    }

    /** Returns how many images the tasks whose names begin with {@code prefix} have done so far. */
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

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext context, PluginContext plugin) {
                REPORTS.clear();
                DONE.clear();
                return Map.of();
            }

            @Override
            public Object receive(Object message) {
                if (message instanceof Done done) {
                    DONE.put(done.task(), done.images());
                } else {
                    Report report = (Report) message;
                    REPORTS.put(report.executor().executor(), report);
                }
                return "";
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> ignored) {
                Storage.configure(SparkHadoopUtil.get().newConfiguration(context.conf()));
                executor = Optional.of(context);
                Report report =
                        context.conf().getBoolean(MATHS, true) ? prepare(context) : new Report(without(context), "");
                try {
                    context.ask(report);
                } catch (Exception e) {
                    throw new IllegalStateException("The driver does not answer executor " + context.executorID(), e);
                }
            }
        };
    }

    /** Returns an executor that has no native maths. */
    private static ExecutorRow without(PluginContext context) {
        return new ExecutorRow(
                context.executorID(),
                host(context),
                "none",
                "none",
                Runtime.version().toString());
    }

    private static Report prepare(PluginContext context) {
        String set = context.conf().get(INSTRUCTION_SET, "");
        try {
            InstructionSet wanted = set.isEmpty() ? InstructionSet.widest() : InstructionSet.of(set);
            InstructionSet loaded = NativeLibrary.load(wanted);
            LOG.info(
                    "Native maths of executor {}: {}, {}",
                    context.executorID(),
                    NativeBackend.describe(),
                    loaded.label());
            return new Report(
                    new ExecutorRow(
                            context.executorID(),
                            host(context),
                            NativeLibrary.backend(),
                            loaded.label(),
                            Runtime.version().toString()),
                    "");
        } catch (IllegalArgumentException | IllegalStateException | LinkageError e) {
            return new Report(without(context), String.valueOf(e.getMessage()));
        }
    }

    /** The plug-in's context knows the host of an embedded executor only: on a cluster it throws. */
    private static String host(PluginContext context) {
        return Optional.ofNullable(SparkEnv.get().blockManager().blockManagerId())
                .map(BlockManagerId::host)
                .orElseGet(context::hostname);
    }
}
