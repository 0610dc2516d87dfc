package org.meanfield.job.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.meanfield.spark.Machine;

/**
 * The memory that an executor has.
 *
 * @param heap bytes of its heap
 * @param outside bytes beyond the heap: on YARN and Kubernetes the overhead of its container, else its share of its machine
 * @param driver whether it is the driver, in local mode
 * @param contained whether a container bounds it
 */
record ContainerRoom(long heap, long outside, boolean driver, boolean contained) {
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final String FACTOR = "spark.executor.memoryOverheadFactor";

    /** Spark's smallest overhead. */
    private static final long LEAST_OVERHEAD = 384L << 20;

    /** Returns that of the smallest of {@code machines}. */
    static ContainerRoom of(SparkConf conf, Collection<Machine> machines) {
        String master = conf.get("spark.master");
        boolean contained = master.startsWith("yarn") || master.startsWith("k8s:");
        long heap = machines.stream().mapToLong(Machine::heap).min().orElse(0);
        long outside = contained
                ? overhead(conf, heap)
                : machines.stream()
                        .mapToLong(machine -> machine.memory() / together(machines, machine) - machine.heap())
                        .min()
                        .orElse(0);
        return new ContainerRoom(heap, outside, master.startsWith("local"), contained);
    }

    private static long overhead(SparkConf conf, long heap) {
        long factored = (long) (conf.getDouble(FACTOR, 0.1) * heap);
        return conf.contains(OVERHEAD) ? conf.getSizeAsMb(OVERHEAD) << 20 : Math.max(LEAST_OVERHEAD, factored);
    }

    private static long together(Collection<Machine> machines, Machine of) {
        return machines.stream().filter(other -> other.host().equals(of.host())).count();
    }

    /** Returns what there is to say about it. */
    List<Finding> findings(MemoryNeed need) {
        List<Finding> findings = new ArrayList<>();
        findings.add(finding("heap", need.heap(), heap, driver ? "--driver-memory" : "--executor-memory", need.heap()));
        findings.add(
                contained
                        ? finding("off-heap", need.outside(), outside, "--conf " + OVERHEAD + "=", need.outside())
                        : finding(
                                "off-heap",
                                need.outside(),
                                outside,
                                "a smaller heap, fewer executors on a host or a smaller train.batch",
                                0));
        return findings;
    }

    /** Returns the settings of {@code --conf} that would make it suffice. */
    List<String> settings(MemoryNeed need) {
        List<String> settings = new ArrayList<>();
        if (need.heap() > heap) {
            settings.add((driver ? "spark.driver.memory=" : "spark.executor.memory=") + mebibytes(need.heap()));
        }
        if (contained && need.outside() > outside) {
            settings.add(OVERHEAD + "=" + mebibytes(need.outside()));
        }
        return settings;
    }

    private static Finding finding(String subject, long needed, long there, String setting, long value) {
        String found = String.format(Locale.ROOT, "an executor needs about %,d of %,d MB", needed >> 20, there >> 20);
        if (needed <= there) {
            return Finding.ok(subject, found);
        }
        String advice = value == 0 ? setting : setting + (setting.endsWith("=") ? "" : " ") + mebibytes(value);
        return Finding.wrong(subject, found, advice);
    }

    private static String mebibytes(long bytes) {
        return ((bytes >> 20) + 1) + "m";
    }
}
