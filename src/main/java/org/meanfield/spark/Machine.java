package org.meanfield.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * What an executor says of the machine or container that it runs in.
 *
 * @param executor Spark's id; driver in local mode
 * @param host name of the host
 * @param java version of its Java
 * @param cores that its Java may use
 * @param heap the largest size of its heap, in bytes
 * @param memory of the machine, or what the container may use, in bytes
 * @param freeDisk free bytes of the fullest of Spark's local folders
 * @param clock milliseconds since 1970 by its clock, while it answered
 */
public record Machine(
        String executor, String host, String java, int cores, long heap, long memory, long freeDisk, long clock)
        implements Serializable {
    private static final int ATTEMPTS = 20;

    /** Asks executors by tasks, until {@code executors} of them have answered; one that gets no task does not. */
    public static Collection<Machine> of(JavaSparkContext context, int executors) {
        Map<String, Machine> answers = new TreeMap<>();
        int tasks = 2 * Slots.of(context);
        for (int attempt = 0; attempt < ATTEMPTS && answers.size() < executors; attempt++) {
            JobNames.set(context, "look at every executor's machine");
            context.parallelize(Collections.nCopies(tasks, ""), tasks)
                    .map(new Look())
                    .collect()
                    .forEach(machine -> answers.put(machine.executor(), machine));
        }
        return answers.values();
    }

    private static final class Look implements Function<String, Machine> {
        private static final long serialVersionUID = 1L;

        @Override
        public Machine call(String ignored) {
            SparkEnv env = SparkEnv.get();
            File[] folders = env.blockManager().diskBlockManager().localDirs();
            return new Machine(
                    env.executorId(),
                    env.blockManager().blockManagerId().host(),
                    Runtime.version().toString(),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory(),
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getTotalMemorySize(),
                    Arrays.stream(folders).mapToLong(File::getUsableSpace).min().orElse(Long.MAX_VALUE),
                    System.currentTimeMillis());
        }
    }
}
