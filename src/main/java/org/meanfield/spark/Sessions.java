package org.meanfield.spark;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.config.InvalidInputException;
import org.meanfield.engine.DeviceCheck;
import org.meanfield.model.InstructionSet;
import org.meanfield.storage.Storage;
import org.meanfield.train.Computing;

/** Spark contexts with the settings that rounds need, however the program was started. */
public final class Sessions {
    /** Settings that make a round cheap, unless the user has set them. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("spark.master", "local[*]"),
            Map.entry("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
            Map.entry("spark.kryoserializer.buffer.max", "1g"),
            Map.entry("spark.kryoserializer.buffer", "4m"),
            // A state is float noise, which does not compress. Its checksum stays on: it costs 1.4 ms for 4.4 MB.
            Map.entry("spark.broadcast.compress", "false"),
            // Results are sent directly to the driver instead of through the block manager.
            Map.entry("spark.task.maxDirectResultSize", "128m"),
            Map.entry("spark.rpc.message.maxSize", "512"),
            Map.entry("spark.driver.maxResultSize", "0"),
            // Reading a shard over the network is cheaper than an idle core.
            Map.entry("spark.locality.wait", "1s"));

    /** For a master that is being started. */
    private static final long MASTER_MILLIS = 30_000;

    private static volatile boolean opened;

    private Sessions() {}

    /** Returns whether this process has opened one. */
    static boolean haveBeenOpened() {
        return opened;
    }

    /**
     * Opens a context for DL4J's engine; the caller closes it.
     *
     * @param name Spark's application name
     * @param pinned the instruction set of all executors; empty for each executor's widest
     */
    public static JavaSparkContext open(String name, Optional<InstructionSet> pinned) {
        return open(name, pinned, Computing.DL4J);
    }

    /**
     * Opens a context; the caller closes it.
     *
     * @param name Spark's application name
     * @param pinned the instruction set of all executors; empty for each executor's widest
     * @param computing the engine, and what the job wants of GPUs
     * @throws InvalidInputException if this jar has not what the job asks for
     */
    public static JavaSparkContext open(String name, Optional<InstructionSet> pinned, Computing computing) {
        return open(name, conf(pinned, computing));
    }

    /**
     * Opens a context for concurrent trainings; the caller closes it.
     *
     * @param name Spark's application name
     * @param pinned the instruction set of all executors; empty for each executor's widest
     * @param computing the engine, and what the jobs want of GPUs
     * @throws InvalidInputException if this jar has not what the jobs ask for
     */
    public static JavaSparkContext openShared(String name, Optional<InstructionSet> pinned, Computing computing) {
        return open(name, conf(pinned, computing).set("spark.scheduler.mode", "FAIR"));
    }

    private static SparkConf conf(Optional<InstructionSet> pinned, Computing computing) {
        DeviceCheck.require(computing);
        SparkConf conf = new SparkConf().set(MeanfieldPlugin.COMPUTING, computing.json());
        pinned.ifPresent(set -> conf.set(MeanfieldPlugin.INSTRUCTION_SET, set.label()));
        return conf;
    }

    /** Opens a context that only moves data, without native libraries; the caller closes it. */
    public static JavaSparkContext openForData(String name) {
        return open(name, new SparkConf().set(MeanfieldPlugin.MATHS, "false"));
    }

    private static JavaSparkContext open(String name, SparkConf conf) {
        checkJava();
        DEFAULTS.forEach(conf::setIfMissing);
        Connections.configure(conf, System.getenv());
        Connections.checkReachable(conf.get("spark.master"), MASTER_MILLIS);
        conf.set("spark.plugins", join(conf.get("spark.plugins", ""), MeanfieldPlugin.class.getName()));
        conf.set(
                "spark.kryo.registrator",
                join(conf.get("spark.kryo.registrator", ""), MeanfieldRegistrator.class.getName()));
        if (isThisProcess(conf.get("spark.master"))) {
            // The driver's class loader has the jars already; Spark would copy them twice, half a gigabyte at each
            // start.
            conf.remove("spark.jars");
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf.setAppName(name)));
        opened = true;
        Storage.configure(SparkHadoopUtil.get().newConfiguration(conf));
        return context;
    }

    private static boolean isThisProcess(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    /** {@code spark-submit} opens them, but not for the driver of a standalone cluster's cluster mode. */
    private static void checkJava() {
        if (!Object.class.getModule().isOpen("sun.nio.ch", Sessions.class.getModule())) {
            throw new InvalidInputException(
                    "Java was started without the --add-opens that Spark needs: start it by spark-submit; for --deploy-mode cluster "
                            + "of a standalone cluster take spark.driver.extraJavaOptions of conf/standalone/spark-defaults.conf");
        }
    }

    private static String join(String present, String ours) {
        return present.isEmpty() ? ours : present + "," + ours;
    }
}
