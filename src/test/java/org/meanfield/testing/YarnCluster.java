package org.meanfield.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptReport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;

/**
 * YARN in this process, with one node that checks what memory its containers take, and a Spark home with Spark's YARN module. Its containers
 * are processes of their own.
 */
public final class YarnCluster implements AutoCloseable {
    /** Its web server tells of every part of it. */
    private static final Logger WEB = Logger.getLogger("org.apache.hadoop.shaded.com.sun.jersey");

    private static final int CONNECT_MILLIS = 30_000;

    private final MiniYARNCluster cluster;
    private final YarnClient client;
    private final Path home;
    private final Path settings;

    private YarnCluster(MiniYARNCluster cluster, YarnClient client, Path home, Path settings) {
        this.cluster = cluster;
        this.client = client;
        this.home = home;
        this.settings = settings;
    }

    /** Starts it, with its files under {@code target/yarn}. */
    public static YarnCluster start() throws IOException, InterruptedException, YarnException {
        Path folder = Path.of("target/yarn").toAbsolutePath();
        Program.run("rm", "-rf", folder.toString());
        WEB.setLevel(Level.WARNING);
        YarnConfiguration configuration = new YarnConfiguration();
        configuration.setClass(YarnConfiguration.RM_SCHEDULER, FifoScheduler.class, Object.class);
        configuration.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 8192);
        configuration.setInt(YarnConfiguration.NM_VCORES, 8);
        configuration.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 128);
        configuration.setInt(YarnConfiguration.NM_CONTAINER_MON_INTERVAL_MS, 500);
        configuration.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
        configuration.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
        configuration.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, true);
        configuration.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 99.5f);
        System.setProperty("test.build.data", folder.resolve("yarn").toString());
        MiniYARNCluster cluster = new MiniYARNCluster("meanfield", 1, 1, 1);
        cluster.init(configuration);
        cluster.start();
        if (!cluster.waitForNodeManagersToConnect(CONNECT_MILLIS)) {
            throw new AssertionError("YARN's node has not registered");
        }
        Path settings = Files.createDirectories(folder.resolve("hadoop"));
        try (OutputStream out = Files.newOutputStream(settings.resolve("yarn-site.xml"))) {
            cluster.getConfig().writeXml(out);
        }
        YarnClient client = YarnClient.createYarnClient();
        client.init(new Configuration(cluster.getConfig()));
        client.start();
        return new YarnCluster(cluster, client, sparkHome(folder.resolve("spark")), settings);
    }

    /** Makes an installation of links to what Maven has fetched. */
    private static Path sparkHome(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String folder : List.of("target/spark/jars", "target/spark-yarn")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path jar : files.toList()) {
                    Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
                }
            }
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(
                submit,
                """
                #!/usr/bin/env bash
                source "%s"
                spark_class org.apache.spark.deploy.SparkSubmit "$@" && exec "${SPARK_COMMAND[@]}"
                """
                        .formatted(Path.of("deploy/build.sh").toAbsolutePath()));
        if (!submit.toFile().setExecutable(true)) {
            throw new IOException(submit + " cannot be made executable");
        }
        return home;
    }

    /** Returns the environment of {@code deploy/submit.sh}. */
    public Map<String, String> environment() {
        return Map.of("SPARK_HOME", home.toString(), "HADOOP_CONF_DIR", settings.toString());
    }

    /** Returns the options without which each job would copy Spark's jars, and {@code more}. */
    public List<String> options(String... more) {
        Stream<String> own = Stream.of(
                "--conf=spark.yarn.jars=local:%s/jars/*".formatted(home),
                "--conf=spark.ui.enabled=false"); // it needs YARN's web proxy, which a Spark that is installed has
        return Stream.concat(own, Arrays.stream(more)).toList();
    }

    /** Returns the application that was submitted last. */
    public ApplicationReport newest() throws IOException, YarnException {
        return client.getApplications().stream()
                .max(Comparator.comparing(ApplicationReport::getApplicationId))
                .orElseThrow();
    }

    /** Returns how many attempts there have been at an application. */
    public List<ApplicationAttemptReport> attempts(ApplicationId application) throws IOException, YarnException {
        return client.getApplicationAttempts(application);
    }

    /** Returns the process of the driver that runs in cluster mode now. */
    public Optional<ProcessHandle> driver() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("/java ")
                                && line.contains("org.apache.spark.deploy.yarn.ApplicationMaster "))
                        .isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        client.stop();
        cluster.stop();
    }
}
