package org.meanfield.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.data.Sha256;
import org.meanfield.data.Storage;
import org.meanfield.metrics.ExecutorRow;
import org.meanfield.metrics.PredictionRow;
import org.meanfield.metrics.RobustnessRow;
import org.meanfield.metrics.RunStatus;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Tables;

/** One execution of a {@link RobustnessJob}: from its models to their rows. */
final class RobustnessRun {
    private final RobustnessJob job;
    private final Options options;
    private final List<Bench> benches;
    private final String dataHash;
    private final String runId;
    private final RobustnessParts parts;

    /**
     * Creates one, with models and data checked.
     *
     * @throws org.meanfield.config.InvalidInputException if job, models and data do not fit together
     */
    RobustnessRun(RobustnessJob job, Options options) {
        this(job, options, Bench.MOST_PREDICTIONS);
    }

    /** Creates one whose driver holds so many predictions at once. */
    RobustnessRun(RobustnessJob job, Options options, long most) {
        this.job = job;
        this.options = options;
        job.instructionSet().load();
        List<Subject> subjects = Subject.of(job, options.output());
        List<String> runs = subjects.stream().map(Subject::run).toList();
        Check.that(
                job.reference().isEmpty() || runs.contains(job.reference()),
                "reference",
                job.reference(),
                "one of the runs that are scored"
                        + Names.nearest(job.reference(), runs)
                                .map("; did you mean %s?"::formatted)
                                .orElse(""));
        job.checkSize(subjects.size());
        this.benches = Bench.of(subjects, job, most, options.console());
        List<String> dataHashes =
                benches.stream().map(Bench::dataHash).distinct().toList();
        this.dataHash = dataHashes.size() == 1 ? dataHashes.get(0) : Sha256.of(String.join("\n", dataHashes));
        this.runId = job.runId(subjects.stream()
                .map(subject -> "%s %s\n".formatted(subject.run(), subject.hash()))
                .collect(Collectors.joining("", dataHash + "\n", "")));
        this.parts = new RobustnessParts(options.output(), runId, options.console());
    }

    /** Does it all, or what is left of it. */
    RunOutcome run() throws InterruptedException {
        if (options.resume()) {
            parts.checkBegun();
            if (parts.result().isPresent()) {
                options.console().say(runId + " has finished already");
                return new RunOutcome(RunStatus.FINISHED, parts.result().get());
            }
        }
        String probe = options.writeProbe(runId);
        try (SparkSession spark = Sessions.open(job.name(), job.instructionSet().pinned())) {
            return run(spark, probe);
        } finally {
            Storage.delete(probe);
        }
    }

    private RunOutcome run(SparkSession spark, String probe) throws InterruptedException {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        List<ExecutorRow> executors = ExecutorCheck.await(context, context.defaultParallelism());
        for (Bench bench : benches) {
            ExecutorCheck.visible(context, executors, bench.split().splits(), probe);
        }
        Tables tables = new Tables(options.output());
        Provenance provenance = new Provenance(
                "robustness",
                job.name(),
                job.seed(),
                job,
                runId,
                TrialKey.NONE,
                dataHash,
                leftOut(),
                executors,
                spark.version(),
                Instant.now());
        if (!options.resume()) {
            parts.begin();
            tables.delete(runId, RobustnessRow.class);
            tables.delete(runId, PredictionRow.class);
        }
        provenance.write(tables, RunStatus.RUNNING, "");
        try {
            return finish(
                    new RobustnessScoring(context, tables, job, benches, runId, parts, options.console()).run(),
                    tables,
                    provenance);
        } catch (Exception | OutOfMemoryError e) { // Spark throws checked exceptions that it does not declare
            provenance.writeFailed(tables, e);
            throw e;
        }
    }

    private int leftOut() {
        return benches.stream()
                .map(bench -> bench.split().splits())
                .distinct()
                .mapToInt(splits -> splits.findings().leftOut())
                .sum();
    }

    private RunOutcome finish(List<ScoredGroup> scored, Tables tables, Provenance provenance) {
        RobustnessResult result = new RobustnessResult(scored, job.reference());
        tables.replace(runId, RobustnessRow.class, result.rows());
        provenance.write(tables, RunStatus.FINISHED, "");
        ObjectNode json = result.json(runId);
        json.put("tables", Storage.child(options.output(), "tables"));
        parts.writeResult(json);
        result.say(options.console());
        return new RunOutcome(RunStatus.FINISHED, json);
    }
}
