package org.meanfield.spark;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * The most memory that a process has used.
 *
 * @param heap bytes
 * @param resident bytes of everything that was in memory at once; 0 if the system does not say
 * @param arrays bytes of ND4J's and oneDNN's arrays outside the heap, as far as it was looked at
 */
public record MemoryPeaks(long heap, long resident, long arrays) implements Serializable {
    /** Of a process that has not told. */
    static final MemoryPeaks UNKNOWN = new MemoryPeaks(0, 0, 0);

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Returns those of this process, but for its arrays. */
    public static MemoryPeaks ofHeap() {
        return new MemoryPeaks(peakHeap(), peakResident(), 0);
    }

    /** Returns those of this process, whose native libraries are loaded, with the arrays of {@code earlier} if those were more. */
    static MemoryPeaks since(MemoryPeaks earlier) {
        return new MemoryPeaks(peakHeap(), peakResident(), Math.max(earlier.arrays, Pointer.totalBytes()));
    }

    /** The most of each part of the heap, which may have been at different times, but never more than there may be. */
    private static long peakHeap() {
        long parts = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return Math.min(parts, Runtime.getRuntime().maxMemory());
    }

    /** Not every container's kernel keeps it. */
    private static long peakResident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
