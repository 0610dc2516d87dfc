package org.meanfield.tables;

import java.io.Serializable;

/** An executor of a run, as it reports itself to the driver. */
public record ExecutorRow(
        @Column("Spark's name for it; driver for an embedded one.") String executor,
        @Column("Host that it ran on.") String host,
        @Column("ND4J backend.") String backend,
        @Column("Instruction set of its native maths: avx2 or avx512.") String instructionSet,
        @Column("Java version.") String java)
        implements Serializable {}
