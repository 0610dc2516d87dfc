package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A standalone Spark cluster on this machine, as {@code deploy/cluster.sh} starts and stops it. One at a time. */
public final class Cluster implements AutoCloseable {
    private static final String SCRIPT = "deploy/cluster.sh";

    /** As the script starts one, which itself sees to the locale. */
    private static final String WORKER = "source deploy/build.sh && spark_class org.apache.spark.deploy.worker.Worker "
            + "--host 127.0.0.1 --cores 1 --memory \"$1\" --webui-port 0 \"$0\" && exec \"${SPARK_COMMAND[@]}\"";

    private final String master;

    private Cluster(String master) {
        this.master = master;
    }

    /** Starts one of {@code workers} workers of one core each, at a free port. */
    public static Cluster start(int workers) {
        return start(workers, "127.0.0.1");
    }

    /** Starts one whose workers Spark takes for hosts of their own. */
    public static Cluster startOnHosts(int workers) {
        return start(workers, "127.0.0.N");
    }

    /**
     * Starts one worker that finds two GPUs, which are not there.
     *
     * @param cores of the worker
     * @param environment with what {@code conf/gpus.sh} finds them by
     */
    public static Cluster startWithGpus(int cores, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "SPARK_WORKER_OPTS",
                "-Dspark.worker.resource.gpu.amount=2 -Dspark.worker.resource.gpu.discoveryScript="
                        + Path.of("conf/gpus.sh").toAbsolutePath());
        all.putAll(Map.of("MEANFIELD_MASTER_PORT", "0", "MEANFIELD_WORKER_MEMORY", "3g"));
        return start(1, cores, all);
    }

    private static Cluster start(int workers, String host) {
        return start(
                workers,
                1,
                Map.of("MEANFIELD_MASTER_PORT", "0", "MEANFIELD_WORKER_MEMORY", "1g", "MEANFIELD_WORKER_HOST", host));
    }

    private static Cluster start(int workers, int cores, Map<String, String> environment) {
        Program.run(SCRIPT, "stop");
        Program.Result start =
                Program.run(environment, List.of(SCRIPT, "start", String.valueOf(workers), String.valueOf(cores)));
        if (start.code() != 0) {
            throw new AssertionError("The cluster has not started: " + start);
        }
        return new Cluster(start.out().strip());
    }

    /** Returns its address. */
    public String master() {
        return master;
    }

    /** Starts one more worker, with an environment of its own and so much memory for executors. */
    public Program startWorker(Map<String, String> environment, String memory) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SPARK_HOME", Path.of("target/spark").toAbsolutePath().toString());
        all.put(
                "SPARK_WORKER_DIR",
                Path.of("target/cluster/work").toAbsolutePath().toString());
        all.put(
                "SPARK_CONF_DIR",
                Path.of("target/cluster/conf").toAbsolutePath().toString());
        all.put("SPARK_LOCAL_IP", "127.0.0.1");
        return Program.start(all, List.of("bash", "-c", WORKER, master, memory));
    }

    /** Returns what it asks of its clients. */
    public String secret() {
        try {
            return Files.readString(Path.of("target/cluster/secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its daemons and the executors that they run now. */
    public List<ProcessHandle> processes() {
        try (Stream<Path> files = Files.list(Path.of("target/cluster"))) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .map(Cluster::daemon)
                    .flatMap(daemon -> Stream.concat(Stream.of(daemon), daemon.descendants()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessHandle daemon(Path file) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns one of its workers, from 1: the process that starts executors. */
    public ProcessHandle worker(int worker) {
        return daemon(Path.of("target/cluster/worker-%d.pid".formatted(worker)));
    }

    /** Returns the executor that one of its workers, from 1, runs now. */
    public ProcessHandle executor(int worker) {
        return worker(worker).children().findFirst().orElseThrow();
    }

    @Override
    public void close() {
        Program.run(SCRIPT, "stop");
    }
}
