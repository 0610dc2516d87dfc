package org.meanfield.spark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.deploy.DeployMessages.RequestMasterState$;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.meanfield.config.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag$;

/**
 * What the master of a standalone cluster says of its workers; which of their cores are taken it does not say.
 *
 * @param address of the master
 * @param workers that are alive
 * @param applications that run or wait, this one included
 * @param conf what this application asks of an executor
 */
record StandaloneMaster(String address, List<Worker> workers, int applications, SparkConf conf) {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneMaster.class);
    private static final String CORES = "spark.executor.cores";
    private static final String MEMORY = "spark.executor.memory";

    /** A worker; its memory is in MiB. */
    record Worker(int cores, int memory) {}

    /** Asks the master of {@code context}; empty for another kind of cluster, or if it does not answer. */
    static Optional<StandaloneMaster> of(JavaSparkContext context) {
        if (!context.sc().master().startsWith("spark:")) {
            return Optional.empty();
        }
        for (String address : Connections.masters(context.sc().master())) {
            try {
                MasterStateResponse state = SparkEnv.get()
                        .rpcEnv()
                        .setupEndpointRef(RpcAddress.fromSparkURL(address), "Master")
                        .askSync(RequestMasterState$.MODULE$, ClassTag$.MODULE$.apply(MasterStateResponse.class));
                List<Worker> alive = Arrays.stream(state.workers())
                        .filter(WorkerInfo::isAlive)
                        .map(worker -> new Worker(worker.cores(), worker.memory()))
                        .toList();
                return Optional.of(new StandaloneMaster(address, alive, state.activeApps().length, context.getConf()));
            } catch (Exception e) { // Spark throws checked ones undeclared; another master may be the active one
                LOG.debug("{} does not answer", address, e);
            }
        }
        return Optional.empty();
    }

    /**
     * Checks that a worker is large enough for an executor; without any, one may come.
     *
     * @throws org.meanfield.config.InvalidInputException if none is, however long one waits
     */
    void checkSizes() {
        if (workers.isEmpty()) {
            return;
        }
        int most = workers.stream().mapToInt(Worker::memory).max().orElseThrow();
        Check.that(
                conf.getSizeAsMb(MEMORY, "1g") <= most,
                MEMORY,
                conf.get(MEMORY, "1g"),
                "at most %dm: no worker of %s has more".formatted(most, address));
        List<Worker> fitting = workers.stream()
                .filter(worker -> worker.memory() >= conf.getSizeAsMb(MEMORY, "1g"))
                .sorted(Comparator.comparingInt(Worker::cores))
                .toList();
        int cores = fitting.get(fitting.size() - 1).cores();
        int taskCores = conf.getInt("spark.task.cpus", 1);
        Check.that(
                conf.getInt(CORES, taskCores) <= cores,
                conf.contains(CORES) ? CORES : "spark.task.cpus",
                conf.getInt(CORES, taskCores),
                "at most %d: no worker of %s with the memory for an executor has more".formatted(cores, address));
    }

    /** Returns what the user can do something about. */
    String summary() {
        return workers.isEmpty()
                ? address + " has no workers"
                : String.format(
                        Locale.ROOT,
                        "the %d workers of %s have %d cores, which %d other applications share",
                        workers.size(),
                        address,
                        workers.stream().mapToInt(Worker::cores).sum(),
                        applications - 1);
    }
}
