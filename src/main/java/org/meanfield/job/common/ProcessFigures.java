package org.meanfield.job.common;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.meanfield.spark.MemoryPeaks;

/** Resource usage of this process: the driver, which in local mode does everything. */
public final class ProcessFigures {
    private static final double GIB = 1L << 30;

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
        MemoryPeaks peaks = MemoryPeaks.ofHeap();
        String heap = String.format(Locale.ROOT, "at most %.2f GiB of heap", peaks.heap() / GIB);
        return peaks.resident() == 0
                ? heap
                : heap + String.format(Locale.ROOT, " and %.2f GiB resident", peaks.resident() / GIB);
    }
}
