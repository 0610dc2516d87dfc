package org.meanfield.spark;

import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.SharedData;
import org.meanfield.storage.Storage;
import org.meanfield.storage.StoreException;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.train.Gpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks of the executors before a job starts. */
public final class ExecutorCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorCheck.class);
    private static final int ATTEMPTS = 20;

    private ExecutorCheck() {}

    /**
     * Waits until there are slots for all tasks, or no more executors register, and returns the executors.
     *
     * @param tasks that are to run at once
     * @throws InvalidInputException if their instruction sets, engines or devices differ, one has not the GPU that the job needs, two
     *     share one by accident, or no worker is large enough for an executor
     * @throws IllegalStateException if none registers in time, or one cannot load the native libraries
     */
    public static List<ExecutorRow> await(JavaSparkContext context, int tasks) throws InterruptedException {
        Map<String, MeanfieldPlugin.Report> reports = new ExecutorWait(context, tasks).reports();
        List<ExecutorRow> executors =
                checked(reports, ExecutorSetUp.computing(context.getConf()).gpu());
        sayWithoutGpu(reports);
        return executors;
    }

    /**
     * Checks all executors registered so far, also those since {@link #await}; results of an executor that joined later
     * count only after this check.
     *
     * @throws InvalidInputException if their instruction sets, engines or devices differ, or one has not the GPU that the job
     *     needs
     * @throws IllegalStateException if one cannot load the native libraries
     */
    static void checkAgreement(JavaSparkContext context) {
        checked(
                MeanfieldPlugin.reports(),
                ExecutorSetUp.computing(context.getConf()).gpu());
    }

    static List<ExecutorRow> checked(Map<String, MeanfieldPlugin.Report> reports, Gpu gpu) {
        for (MeanfieldPlugin.Report report : reports.values()) {
            if (!report.problem().isEmpty()) {
                String line = "%s cannot compute: %s".formatted(named(report.executor()), report.problem());
                throw report.input() ? new InvalidInputException(line) : new IllegalStateException(line);
            }
            if (gpu != Gpu.PREFER && !report.noGpu().isEmpty()) {
                throw new InvalidInputException(
                        "%s cannot compute on a GPU: %s".formatted(named(report.executor()), report.noGpu()));
            }
        }
        List<ExecutorRow> executors =
                reports.values().stream().map(MeanfieldPlugin.Report::executor).toList();
        Map<String, List<String>> sets = hosts(executors, ExecutorRow::instructionSet);
        if (sets.size() > 1) {
            throw new InvalidInputException(
                    "The executors' instruction sets are %s but must be one: set instruction-set: avx2"
                            .formatted(sets));
        }
        Map<String, List<String>> kinds = hosts(executors, ExecutorRow::kind);
        if (kinds.size() > 1) {
            throw new InvalidInputException(
                    "The executors' engines and devices are %s but must be one: set gpu: require and filter GPUs by conf/gpus.sh, or set engine.device: cpu"
                            .formatted(kinds));
        }
        hosts(
                        executors.stream()
                                .filter(row -> row.onGpu() && row.assignedGpus().isEmpty())
                                .toList(),
                        row -> row.deviceBus() + " of " + row.host())
                .forEach(
                        (device, on) -> Check.that(
                                on.size() == 1,
                                "GPU " + device,
                                "used by %d executors".formatted(on.size()),
                                "assigned by Spark to one: set spark.executor.resource.gpu.amount (conf/gpu/spark-defaults.conf)"));
        return executors;
    }

    private static String named(ExecutorRow row) {
        return "Executor %s on %s".formatted(row.executor(), row.host());
    }

    private static Map<String, List<String>> hosts(
            List<ExecutorRow> executors, java.util.function.Function<ExecutorRow, String> key) {
        return executors.stream()
                .collect(Collectors.groupingBy(
                        key, TreeMap::new, Collectors.mapping(ExecutorRow::host, Collectors.toList())));
    }

    /** Says which executors compute on processors though the job would rather have GPUs. */
    private static void sayWithoutGpu(Map<String, MeanfieldPlugin.Report> reports) {
        List<MeanfieldPlugin.Report> without = reports.values().stream()
                .filter(report -> !report.noGpu().isEmpty())
                .toList();
        if (!without.isEmpty()) {
            LOG.warn(
                    "{} executors compute on processors: {} ({})",
                    without.size(),
                    without.stream()
                            .map(report -> report.executor().executor() + " on "
                                    + report.executor().host())
                            .collect(Collectors.joining(", ")),
                    without.get(0).noGpu());
        }
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
        int tasks = 2 * Slots.of(context);
        for (int attempt = 0; attempt < ATTEMPTS && !unverified.isEmpty(); attempt++) {
            JobNames.set(context, "check access to data and output on every executor");
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
