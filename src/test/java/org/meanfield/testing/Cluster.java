package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A standalone Spark cluster on this machine, as {@code deploy/cluster.sh} starts and stops it. One at a time. */
public final class Cluster implements AutoCloseable {
    private static final String SCRIPT = "deploy/cluster.sh";

    private final String master;

    private Cluster(String master) {
        this.master = master;
    }

    /** Starts one of {@code workers} workers of one core each, at a free port. */
    public static Cluster start(int workers) {
        Program.run(SCRIPT, "stop");
        Program.Result start = Program.run(
                Map.of("MEANFIELD_MASTER_PORT", "0", "MEANFIELD_WORKER_MEMORY", "1g"),
                List.of(SCRIPT, "start", String.valueOf(workers), "1"));
        if (start.code() != 0) {
            throw new AssertionError("The cluster has not started: " + start);
        }
        return new Cluster(start.out().strip());
    }

    /** Returns its address. */
    public String master() {
        return master;
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
