package org.meanfield.tables;

import java.io.Serializable;

/** An executor of a run, as it reports itself to the driver. */
public record ExecutorRow(
        @Column("Spark's executor id; driver in local mode.") String executor,
        @Column("Host name.") String host,
        @Column("ND4J backend.") String backend,
        @Column("Instruction set of the native libraries in use: avx2 or avx512.") String instructionSet,
        @Column("Java version of the executor.") String java)
        implements Serializable {}
