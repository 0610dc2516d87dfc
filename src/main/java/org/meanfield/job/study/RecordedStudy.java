package org.meanfield.job.study;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.TrialKey;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.RunStatus;

/**
 * A study with its row in {@code runs}, from its start to its end.
 *
 * @param name the job's name, with which the run's id begins
 * @param seed the job's seed
 * @param job the whole job
 * @param rows the table that the study writes
 */
record RecordedStudy(String name, long seed, Record job, Class<? extends Record> rows) {
    /** What the study does in its session. */
    @FunctionalInterface
    interface Work {
        /** Computes, writes the rows and returns the result. */
        RunOutcome apply(JavaSparkContext context, Tables tables, WriteGuard guard);
    }

    /** Returns {@code <name>-<8 hex digits>} of the SHA-256 of the resolved job. */
    String runId() {
        return name + "-" + Sha256.of(RecordWriter.toJson(job)).substring(0, 8);
    }

    RunOutcome run(Options options, Work work) throws InterruptedException {
        return options.leased(runId(), guard -> run(options, work, guard));
    }

    private RunOutcome run(Options options, Work work, WriteGuard guard) {
        try (JavaSparkContext context = Sessions.openForData(name)) {
            Tables tables = new Tables(options.output());
            Provenance provenance = new Provenance(
                    "study",
                    name,
                    seed,
                    job,
                    runId(),
                    TrialKey.NONE,
                    "",
                    0,
                    0,
                    List.of(),
                    context.version(),
                    RunStart.now(),
                    guard,
                    List.of());
            tables.delete(runId(), rows);
            provenance.write(tables, RunStatus.RUNNING, "");
            try {
                RunOutcome outcome = work.apply(context, tables, guard);
                provenance.write(tables, RunStatus.FINISHED, "");
                return outcome;
            } catch (RuntimeException | Error e) {
                provenance.endedEarly(
                        tables, e, context, () -> new Standing("before its table was written", Standing.REPEAT));
                throw e;
            }
        }
    }
}
