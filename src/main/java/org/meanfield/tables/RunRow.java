package org.meanfield.tables;

import java.time.Instant;
import java.util.List;

/** A run of a job; written as running at its start and again at its end. */
@Table("runs")
public record RunRow(
        @Column("Name of the job.") String name,
        @Column("Kind of the job, such as train.") String kind,
        @Column("Id of the sweep that the run is a trial of; empty for a standalone run.") String sweepId,
        @Column("Id of the trial in its sweep, 8 hex digits; empty for a standalone run.") String trial,
        @Column("Overrides of the trial's cell, such as train.batch=64; trials of a cell differ in the seed only.")
                String cell,
        @Column("The resolved job as JSON, with defaults filled in; one without engine has dl4j.") String job,
        @Column("Seed of the job.") long seed,
        @Column("SHA-256, in hex, over the data files and the settings that draw the splits from them.")
                String dataHash,
        @Column("Pictures that could not be read and were left out, as the job chose by on-error: skip.") int leftOut,
        @Column("Share of the training labels that label noise has changed, in [0, 1]; 0 without.")
                double changedLabels,
        @Column("Version of Meanfield.") String codeVersion,
        @Column("Java version of the driver.") String javaVersion,
        @Column("Spark version.") String sparkVersion,
        @Column("DL4J version.") String dl4jVersion,
        @Column("ND4J version.") String nd4jVersion,
        @Column("Executors at the start of the run.") List<ExecutorRow> executors,
        @Column("Start of the run; of its first process if it was resumed.") Instant started,
        @Column("How many times the run was resumed.") int resumes,
        @Column("End of the run; its start while it is running.") Instant ended,
        @Column("running, finished, interrupted, stopped-early, diverged or failed.") String status,
        @Column("Reason why the run did not finish; empty if it did.") String reason,
        @Column("Why little can be expected or learned of the run, such as accuracy at chance; none for most runs.")
                List<String> warnings) {
    /** Returns the row of the same run when it has finished. */
    public RunRow finished(Instant at) {
        return new RunRow(
                name,
                kind,
                sweepId,
                trial,
                cell,
                job,
                seed,
                dataHash,
                leftOut,
                changedLabels,
                codeVersion,
                javaVersion,
                sparkVersion,
                dl4jVersion,
                nd4jVersion,
                executors,
                started,
                resumes,
                at,
                RunStatus.FINISHED.label(),
                "",
                warnings);
    }
}
