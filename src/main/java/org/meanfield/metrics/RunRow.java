package org.meanfield.metrics;

import java.time.Instant;
import java.util.List;

/** A run; written first as running and again at its end. */
@Table("runs")
public record RunRow(
        @Column("Name of the job.") String name,
        @Column("Kind of the job, for instance train.") String kind,
        @Column("The sweep that the run is a trial of; empty for a run by itself.") String sweepId,
        @Column("Id of the trial in its sweep, 8 hex digits; empty for a run by itself.") String trial,
        @Column("What the trial's cell sets, for instance train.batch=64; trials of a cell differ by seed only.")
                String cell,
        @Column("The resolved job as JSON: every key, defaults filled in.") String job,
        @Column("Seed of the job.") long seed,
        @Column("SHA-256 of what the data consist of.") String dataHash,
        @Column("Pictures that could not be read and are in no split, which the job chose by on-error.") int leftOut,
        @Column("Version of Meanfield.") String codeVersion,
        @Column("Java version of the driver.") String javaVersion,
        @Column("Spark version.") String sparkVersion,
        @Column("DL4J version.") String dl4jVersion,
        @Column("ND4J version.") String nd4jVersion,
        @Column("The executors that were there when the run started.") List<ExecutorRow> executors,
        @Column("When it started.") Instant started,
        @Column("When it ended; the start for a run that has not.") Instant ended,
        @Column("running, finished, stopped-early, diverged or failed.") String status,
        @Column("Why it did not finish; empty if it did.") String reason) {}
