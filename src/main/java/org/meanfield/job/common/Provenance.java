package org.meanfield.job.common;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.Versions;
import org.meanfield.spark.MeanfieldPlugin;
import org.meanfield.storage.LeaseLostException;
import org.meanfield.storage.StoreException;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provenance of a run's rows and model.
 *
 * @param kind of the job, such as {@code train}
 * @param job the resolved job
 * @param trial which trial of a sweep the run is
 * @param dataHash that of the data when the run started, which need not be readable when it ends
 * @param leftOut how many pictures were left out of them
 * @param changedLabels the share of the training labels that label noise has changed
 * @param guard of the run's lease
 * @param warnings about the run
 */
public record Provenance(
        String kind,
        String name,
        long seed,
        Record job,
        String runId,
        TrialKey trial,
        String dataHash,
        int leftOut,
        double changedLabels,
        List<ExecutorRow> executors,
        String sparkVersion,
        RunStart start,
        WriteGuard guard,
        List<String> warnings) {
    private static final Logger LOG = LoggerFactory.getLogger(Provenance.class);

    /** Replaces the run's row in {@code runs}. */
    public void write(Tables tables, RunStatus status, String reason) {
        guard.check();
        tables.replace(
                runId,
                RunRow.class,
                List.of(new RunRow(
                        name,
                        kind,
                        trial.sweepId(),
                        trial.trial(),
                        trial.cell(),
                        RecordWriter.toJson(job),
                        seed,
                        dataHash,
                        leftOut,
                        changedLabels,
                        Versions.of("meanfield"),
                        Runtime.version().toString(),
                        sparkVersion,
                        Versions.of("dl4j"),
                        Versions.of("nd4j"),
                        MeanfieldPlugin.used(executors),
                        start.first(),
                        start.resumes(),
                        status == RunStatus.RUNNING ? start.first() : Instant.now(),
                        status.label(),
                        reason,
                        warnings)));
    }

    /** Returns this with other warnings. */
    public Provenance warned(List<String> others) {
        return new Provenance(
                kind,
                name,
                seed,
                job,
                runId,
                trial,
                dataHash,
                leftOut,
                changedLabels,
                executors,
                sparkVersion,
                start,
                guard,
                others);
    }

    /** Completes the row of a run that was ended between its last result, which is there, and its row. */
    public static void complete(Tables tables, String runId) {
        try {
            for (RunRow row : tables.read(RunRow.class, List.of(runId)).getOrDefault(runId, List.of())) {
                if (!row.status().equals(RunStatus.FINISHED.label())) {
                    tables.replace(runId, RunRow.class, List.of(row.finished(Instant.now())));
                }
            }
        } catch (InvalidInputException e) {
            LOG.warn("{}; it stays as it is", e.getMessage()); // of an earlier version
        }
    }

    /**
     * Records a run that ended before its end, as far as the store lets it: as interrupted if it is being stopped, or if it is a
     * trial that has met a store that fails, else as failed.
     *
     * @param standing where the run stands
     * @return the status that was to be recorded
     * @throws StoppedException if it is being stopped
     * @throws LeaseLostException if its row is another process's now
     */
    public RunStatus endedEarly(Tables tables, Throwable cause, JavaSparkContext context, Supplier<Standing> standing) {
        boolean stopping = Stopping.isCauseOf(cause, context);
        boolean innocent = stopping
                || (!trial.equals(TrialKey.NONE) && StoreException.in(cause).isPresent());
        RunStatus status = innocent ? RunStatus.INTERRUPTED : RunStatus.FAILED;
        Standing stopped = new Standing("", Standing.RESUME);
        try {
            if (stopping) {
                stopped = standing.get();
            }
            String reason = stopping ? stopped.where() : Reason.line(Reason.of(cause));
            write(tables, status, reason);
        } catch (LeaseLostException lost) {
            lost.addSuppressed(cause);
            throw lost;
        } catch (RuntimeException unwritten) { // the store may be what failed
            cause.addSuppressed(unwritten);
        }
        if (stopping) {
            throw new StoppedException("%s stopped %s; %s".formatted(runId, stopped.where(), stopped.advice()), cause);
        }
        return status;
    }

    /** Returns what the manifest of the model says of it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("job", RecordWriter.toTree(job));
        json.put("data_hash", dataHash);
        json.put("meanfield", Versions.of("meanfield"));
        json.put("java", Runtime.version().toString());
        json.put("spark", sparkVersion);
        json.put("dl4j", Versions.of("dl4j"));
        json.put("nd4j", Versions.of("nd4j"));
        json.put("instruction_set", executors.get(0).instructionSet());
        json.put("started", start.first().toString());
        return json;
    }
}
