package org.meanfield.tables;

import java.io.Serializable;
import java.util.Locale;

/** An executor of a run, as it reports itself to the driver. */
public record ExecutorRow(
        @Column("Spark's executor id; driver in local mode.") String executor,
        @Column("Host name.") String host,
        @Column("ND4J backend.") String backend,
        @Column("Instruction set of the native libraries in use: avx2 or avx512.") String instructionSet,
        @Column("Java version of the executor.") String java,
        @Column("The most heap that the executor has used so far, in bytes; 0 before it has told.") long peakHeapBytes,
        @Column(
                        "The most memory that was resident at once, in bytes: heap, native memory, mapped files; 0 if the system does not say.")
                long peakResidentBytes,
        @Column("The most bytes of arrays outside the heap, looked at when tasks ended.") long peakArrayBytes,
        @Column(value = "Engine that computes: dl4j or torch; empty where an earlier version has run.", added = true)
                String engine,
        @Column(value = "Version of the engine's library, ND4J or libtorch.", added = true) String engineVersion,
        @Column(value = "Name of the GPU that it computes on; cpu for the processor.", added = true) String device,
        @Column(value = "Compute capability of the GPU, such as 8.0; empty for the processor.", added = true)
                String computeCapability,
        @Column(value = "Memory of a GPU, in bytes; 0 for the processor.", added = true) long deviceMemoryBytes,
        @Column(value = "PCI addresses of its GPUs, separated by spaces; empty for the processor.", added = true)
                String deviceBus,
        @Column(value = "Version of NVIDIA's driver; empty for the processor.", added = true) String driver,
        @Column(value = "The newest CUDA that the driver takes; empty for the processor.", added = true) String cuda,
        @Column(
                        value =
                                "GPUs that Spark has assigned to it, by their addresses, separated by commas; empty if none.",
                        added = true)
                String assignedGpus)
        implements Serializable {
    /** What {@link #device} says of the processor. */
    public static final String CPU = "cpu";

    /** Creates the row of an executor that has just come, without an engine. */
    public ExecutorRow(String executor, String host, String backend, String instructionSet, String java) {
        this(executor, host, backend, instructionSet, java, 0, 0, 0, "", "", CPU, "", 0, "", "", "", "");
    }

    /** Returns the row with these peaks. */
    public ExecutorRow with(long heap, long resident, long arrays) {
        return new ExecutorRow(
                executor,
                host,
                backend,
                instructionSet,
                java,
                heap,
                resident,
                arrays,
                engine,
                engineVersion,
                device,
                computeCapability,
                deviceMemoryBytes,
                deviceBus,
                driver,
                cuda,
                assignedGpus);
    }

    /** Returns whether it computes on a GPU. */
    public boolean onGpu() {
        return !deviceBus.isEmpty();
    }

    /** Returns its engine and device, by which executors of a run must agree. */
    public String kind() {
        return "%s %s on %s"
                .formatted(
                        engine,
                        engineVersion,
                        onGpu() ? "%s (%s)".formatted(device, computeCapability) : "the processor");
    }

    /** Returns a line on what it computes on. */
    public String line() {
        String start = "Executor %s on %s: engine %s %s, ".formatted(executor, host, engine, engineVersion);
        return onGpu()
                ? start
                        + String.format(
                                Locale.ROOT,
                                "%s at %s, compute capability %s, %,d MB, driver %s, CUDA %s",
                                device,
                                deviceBus,
                                computeCapability,
                                deviceMemoryBytes >> 20,
                                driver,
                                cuda)
                : start + "the processor";
    }
}
