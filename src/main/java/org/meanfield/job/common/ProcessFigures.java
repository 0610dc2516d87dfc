package org.meanfield.job.common;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/** Resource usage of this process: the driver, which in local mode does everything. */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB_PER_GIB = 1 << 20;

    private ProcessFigures() {}

    /** Returns the seconds since the process was started. */
    public static double ageSeconds() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
    }

    /**
     * Returns the peak memory as text: heap and, if the system reports it, resident memory, including native memory.
     */
    public static String memory() {
        String heap = String.format(Locale.ROOT, "at most %.2f GiB of heap", peakHeap());
        OptionalDouble resident = peakResident();
        return resident.isEmpty()
                ? heap
                : heap + String.format(Locale.ROOT, " and %.2f GiB resident", resident.getAsDouble());
    }

    /** The most of each part of the heap, which may have been at different times, but never more than there may be. */
    private static double peakHeap() {
        long parts = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return Math.min(parts, Runtime.getRuntime().maxMemory()) / (KIB_PER_GIB * 1024);
    }

    /** Not every container's kernel keeps it. */
    private static OptionalDouble peakResident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_GIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
