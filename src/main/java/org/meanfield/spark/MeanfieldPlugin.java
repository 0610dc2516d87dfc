package org.meanfield.spark;

import java.io.Serializable;
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
import org.meanfield.data.Storage;
import org.meanfield.metrics.ExecutorRow;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeBackend;
import org.meanfield.model.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares each executor before its first task: the native maths, the way to files; and tells the driver what it found.
 * It never throws on an executor, which Spark would replace without end: the driver decides.
 */
public final class MeanfieldPlugin implements SparkPlugin {
    /** The setting that pins the instruction set of all executors; without it each takes its widest. */
    static final String INSTRUCTION_SET = "spark.meanfield.instructionSet";

    private static final Logger LOG = LoggerFactory.getLogger(MeanfieldPlugin.class);

    /** What an executor reports; {@code problem} is empty for a good one. */
    record Report(ExecutorRow executor, String problem) implements Serializable {}

    /** By executor; of the driver's JVM, where a context is stopped before another one starts. */
    private static final Map<String, Report> REPORTS = new ConcurrentHashMap<>();

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
                return Map.of();
            }

            @Override
            public Object receive(Object message) {
                Report report = (Report) message;
                REPORTS.put(report.executor().executor(), report);
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
                Report report = prepare(context);
                try {
                    context.ask(report);
                } catch (Exception e) {
                    throw new IllegalStateException("The driver does not answer executor " + context.executorID(), e);
                }
            }
        };
    }

    private static Report prepare(PluginContext context) {
        String set = context.conf().get(INSTRUCTION_SET, "");
        String java = Runtime.version().toString();
        String host = host(context);
        try {
            InstructionSet wanted = set.isEmpty() ? InstructionSet.widest() : InstructionSet.of(set);
            InstructionSet loaded = NativeLibrary.load(wanted);
            LOG.info(
                    "Native maths of executor {}: {}, {}",
                    context.executorID(),
                    NativeBackend.describe(),
                    loaded.label());
            return new Report(
                    new ExecutorRow(context.executorID(), host, NativeLibrary.backend(), loaded.label(), java), "");
        } catch (IllegalArgumentException | IllegalStateException | LinkageError e) {
            return new Report(
                    new ExecutorRow(context.executorID(), host, "none", "none", java), String.valueOf(e.getMessage()));
        }
    }

    /** The plug-in's context knows the host of an embedded executor only: on a cluster it throws. */
    private static String host(PluginContext context) {
        return Optional.ofNullable(SparkEnv.get().blockManager().blockManagerId())
                .map(BlockManagerId::host)
                .orElseGet(context::hostname);
    }
}
