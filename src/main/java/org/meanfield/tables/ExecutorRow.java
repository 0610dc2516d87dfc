package org.meanfield.tables;

import java.io.Serializable;

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
        @Column("The most bytes of arrays outside the heap, looked at when tasks ended.") long peakArrayBytes)
        implements Serializable {
    /** Creates the row of an executor that has just come. */
    public ExecutorRow(String executor, String host, String backend, String instructionSet, String java) {
        this(executor, host, backend, instructionSet, java, 0, 0, 0);
    }

    /** Returns the row with these peaks. */
    public ExecutorRow with(long heap, long resident, long arrays) {
        return new ExecutorRow(executor, host, backend, instructionSet, java, heap, resident, arrays);
    }
}
