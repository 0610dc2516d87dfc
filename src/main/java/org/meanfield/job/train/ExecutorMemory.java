package org.meanfield.job.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.meanfield.spark.Cluster;
import org.meanfield.spark.Containers;
import org.meanfield.spark.Machine;

/**
 * The memory that an executor has.
 *
 * @param heap bytes of its heap
 * @param outside bytes beyond the heap: on YARN and Kubernetes the overhead of its container, else its share of its machine
 * @param driver whether it is the driver, in local mode
 * @param contained whether a container bounds it
 */
public record ExecutorMemory(long heap, long outside, boolean driver, boolean contained) {
    /** Returns that of the smallest of {@code machines}. */
    public static ExecutorMemory of(SparkConf conf, Collection<Machine> machines) {
        long heap = machines.stream().mapToLong(Machine::heap).min().orElse(0);
        long share = machines.stream()
                .mapToLong(machine -> machine.memory() / together(machines, machine) - machine.heap())
                .min()
                .orElse(0);
        return of(conf, heap, share);
    }

    /** Returns that by the settings, which know nothing of a machine without containers. */
    static ExecutorMemory of(SparkConf conf, Cluster cluster) {
        return of(conf, cluster.heap(), Long.MAX_VALUE);
    }

    private static ExecutorMemory of(SparkConf conf, long heap, long share) {
        OptionalLong overhead = Containers.overhead(conf, heap);
        return new ExecutorMemory(
                heap, overhead.orElse(share), conf.get("spark.master").startsWith("local"), overhead.isPresent());
    }

    private static long together(Collection<Machine> machines, Machine of) {
        return machines.stream().filter(other -> other.host().equals(of.host())).count();
    }

    /** Returns the settings that would make it suffice; empty if it does, or if no setting would. */
    public List<String> settings(MemoryNeed need) {
        List<String> settings = new ArrayList<>();
        if (need.heap() > heap) {
            settings.add((driver ? "spark.driver.memory=" : "spark.executor.memory=") + mebibytes(need.heap()));
        }
        if (contained && need.outside() > outside) {
            settings.add(Containers.OVERHEAD + "=" + mebibytes(need.outside()));
        }
        return settings;
    }

    /** Returns a line of what is lacking, if anything is that a setting gives. */
    Optional<String> shortage(MemoryNeed need) {
        List<String> settings = settings(need);
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "warning: an executor needs about %,d MB of heap and %,d MB beyond it, more than it has: --conf %s",
                        need.heap() >> 20,
                        need.outside() >> 20,
                        String.join(" --conf ", settings)));
    }

    private static String mebibytes(long bytes) {
        return ((bytes >> 20) + 1) + "m";
    }
}
