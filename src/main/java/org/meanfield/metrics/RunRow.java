package org.meanfield.metrics;

import java.time.Instant;
import java.util.List;

/** A run; written first as running and again at its end. */
@Table("runs")
public record RunRow(
        @Column("Name of the job.") String name,
        @Column("Kind of the job, for instance train.") String kind,
        @Column("The resolved job as JSON: every key, defaults filled in.") String job,
        @Column("Seed of the job.") long seed,
        @Column("SHA-256 of what the data consist of.") String dataHash,
        @Column("Version of Meanfield.") String codeVersion,
        @Column("Java version of the driver.") String javaVersion,
        @Column("Spark version.") String sparkVersion,
        @Column("DL4J version.") String dl4jVersion,
        @Column("ND4J version.") String nd4jVersion,
        @Column("The executors that were there when the run started.") List<ExecutorRow> executors,
        @Column("When it started.") Instant started,
        @Column("When it ended; the start for a run that has not.") Instant ended,
        @Column("running, finished, diverged or failed.") String status,
        @Column("Why it did not finish; empty if it did.") String reason) {}
