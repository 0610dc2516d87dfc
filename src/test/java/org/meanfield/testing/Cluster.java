package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /** Returns the executor that one of its workers, from 1, runs now. */
    public ProcessHandle executor(int worker) {
        try {
            String pid = Files.readString(Path.of("target/cluster/worker-%d.pid".formatted(worker)));
            ProcessHandle daemon = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            return daemon.children().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Program.run(SCRIPT, "stop");
    }
}
