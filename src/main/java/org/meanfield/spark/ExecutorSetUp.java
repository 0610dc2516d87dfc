package org.meanfield.spark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.storage.BlockManagerId;
import org.meanfield.config.InvalidInputException;
import org.meanfield.engine.DeviceCheck;
import org.meanfield.engine.DeviceReport;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.onednn.NativeBackend;
import org.meanfield.storage.Storage;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.train.Computing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the plug-in does in an executor's JVM before its first task: file systems, native libraries, GPUs. */
final class ExecutorSetUp {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorSetUp.class);

    private ExecutorSetUp() {}

    /** Returns the row of an executor without native libraries. */
    private static ExecutorRow without(PluginContext context) {
        return new ExecutorRow(
                context.executorID(),
                host(context),
                "none",
                "none",
                Runtime.version().toString());
    }

    /** Never throws: also an error of the virtual machine, such as a lack of memory, would be the same in the next executor. */
    static MeanfieldPlugin.Report of(PluginContext context) {
        try {
            if (!context.executorID().equals("driver")) {
                Locale.setDefault(Locale.ROOT); // as Main does on the driver, for files, hashes and messages
            }
            Storage.configure(SparkHadoopUtil.get().newConfiguration(context.conf()));
            return context.conf().getBoolean(MeanfieldPlugin.MATHS, true)
                    ? loaded(context)
                    : new MeanfieldPlugin.Report(without(context), "", false, "");
        } catch (Throwable e) {
            LOG.error("Executor {} cannot be prepared", context.executorID(), e);
            return new MeanfieldPlugin.Report(
                    without(context), MeanfieldPlugin.line(e), e instanceof InvalidInputException, "");
        }
    }

    private static MeanfieldPlugin.Report loaded(PluginContext context) {
        List<String> gpus = Optional.ofNullable(context.resources().get(MeanfieldPlugin.GPU))
                .map(gpu -> List.of(gpu.addresses()))
                .orElse(List.of());
        DeviceCheck.expose(gpus);
        Containers.overhead(context.conf(), Runtime.getRuntime().maxMemory()).ifPresent(NativeLibrary::limit);
        String set = context.conf().get(MeanfieldPlugin.INSTRUCTION_SET, "");
        InstructionSet loaded = NativeLibrary.load(set.isEmpty() ? InstructionSet.widest() : InstructionSet.of(set));
        LOG.info(
                "Native libraries of executor {}: {}, {}",
                context.executorID(),
                NativeBackend.describe(),
                loaded.label());
        DeviceReport device = DeviceCheck.of(computing(context.conf()), gpus.size());
        Learners.place(gpus, !device.problem().isEmpty());
        ExecutorRow row = new ExecutorRow(
                context.executorID(),
                host(context),
                NativeLibrary.backend(),
                loaded.label(),
                Runtime.version().toString(),
                0,
                0,
                0,
                device.engine(),
                device.library(),
                device.device(),
                device.capability(),
                device.memory(),
                device.bus(),
                device.driver(),
                device.cuda(),
                String.join(",", gpus));
        return new MeanfieldPlugin.Report(row, "", false, device.problem());
    }

    /** Returns what the job computes with. */
    static Computing computing(SparkConf conf) {
        String json = conf.get(MeanfieldPlugin.COMPUTING, "");
        return json.isEmpty() ? Computing.DL4J : Computing.of(json);
    }

    /** The plug-in's context knows the host only in local mode; on a cluster it throws. */
    private static String host(PluginContext context) {
        return Optional.ofNullable(SparkEnv.get())
                .map(env -> env.blockManager().blockManagerId())
                .map(BlockManagerId::host)
                .orElseGet(context::hostname);
    }
}
