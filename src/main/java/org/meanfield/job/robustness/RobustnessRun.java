package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.TrialKey;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.Computing;

/** One execution of a {@link RobustnessJob}: from its models to their rows. */
final class RobustnessRun {
    private final RobustnessJob job;
    private final Options options;
    private final List<EvaluationGroup> groups;
    private final String dataHash;
    private final String runId;
    private final RobustnessParts parts;

    private RobustnessRun(
            RobustnessJob job, Options options, List<EvaluationGroup> groups, String dataHash, String runId) {
        this.job = job;
        this.options = options;
        this.groups = groups;
        this.dataHash = dataHash;
        this.runId = runId;
        this.parts = new RobustnessParts(options.output(), runId, options.console());
    }

    /**
     * Opens models and data and checks them.
     *
     * @throws org.meanfield.config.InvalidInputException if job, models and data do not fit together
     */
    static RobustnessRun of(RobustnessJob job, Options options) {
        return of(job, options, EvaluationGroup.MOST_PREDICTIONS);
    }

    /** Does so for a driver that holds at most {@code most} predictions at a time. */
    static RobustnessRun of(RobustnessJob job, Options options, long most) {
        options.console().show(job.name() + ": opening models and data");
        job.instructionSet().load();
        List<EvaluatedModel> models = EvaluatedModel.of(job, options.output());
        List<String> runs = models.stream().map(EvaluatedModel::run).toList();
        Check.that(
                job.reference().isEmpty() || runs.contains(job.reference()),
                "reference",
                job.reference(),
                "one of the runs that are scored"
                        + Names.nearest(job.reference(), runs)
                                .map("; did you mean %s?"::formatted)
                                .orElse(""));
        job.checkSize(models.size());
        Attacked.check(job, models);
        List<EvaluationGroup> groups = EvaluationGroup.of(models, job, most, options.console());
        List<String> dataHashes =
                groups.stream().map(EvaluationGroup::dataHash).distinct().toList();
        String dataHash = dataHashes.size() == 1 ? dataHashes.get(0) : Sha256.of(String.join("\n", dataHashes));
        String runId = job.runId(models.stream()
                .map(model -> "%s %s\n".formatted(model.run(), model.hash()))
                .collect(Collectors.joining("", dataHash + "\n", "")));
        return new RobustnessRun(job, options, groups, dataHash, runId);
    }

    /** Runs the evaluation, or resumes it. */
    RunOutcome run() throws InterruptedException {
        return options.leased(runId, this::finished, this::run);
    }

    private Optional<RunOutcome> finished() {
        Optional<JsonNode> result = options.existing() == Existing.RESTART ? Optional.empty() : parts.result();
        return result.map(json -> {
            Provenance.complete(new Tables(options.output()), runId);
            options.console().say(runId + " has finished already; --restart evaluates it again");
            return new RunOutcome(RunStatus.FINISHED, json);
        });
    }

    private RunOutcome run(WriteGuard guard) throws InterruptedException {
        boolean fresh = parts.startsAfresh(options.existing());
        String probe = options.writeProbe(runId);
        options.console().begin(runId + ": starting Spark");
        try (JavaSparkContext context =
                Sessions.open(runId, job.instructionSet().pinned(), new Computing(job.engine(), job.gpu()))) {
            return run(context, probe, fresh, guard);
        } finally {
            Storage.discard(probe);
        }
    }

    private RunOutcome run(JavaSparkContext context, String probe, boolean fresh, WriteGuard guard)
            throws InterruptedException {
        JobNames.ofRun(context, runId);
        List<ExecutorRow> executors = ExecutorCheck.await(
                context,
                groups.stream().mapToInt(group -> group.split().blocks().size()).sum());
        for (EvaluationGroup group : groups) {
            ExecutorCheck.visible(context, executors, group.split().splits(), probe);
        }
        Tables tables = new Tables(options.output());
        Provenance provenance = new Provenance(
                "robustness",
                job.name(),
                job.seed(),
                job.located(),
                runId,
                TrialKey.NONE,
                dataHash,
                leftOut(),
                0,
                executors,
                context.version(),
                fresh ? RunStart.now() : RunStart.resumed(tables, runId),
                guard,
                List.of());
        guard.check();
        if (!fresh) {
            parts.clearHidden();
        } else {
            parts.begin();
            tables.delete(runId, RobustnessRow.class);
            tables.delete(runId, PredictionRow.class);
        }
        provenance.write(tables, RunStatus.RUNNING, "");
        try {
            return finish(
                    new RobustnessScoring(context, tables, job, groups, runId, parts, guard, options.console()).run(),
                    tables,
                    provenance);
        } catch (Exception | Error e) { // Spark throws checked exceptions undeclared
            provenance.endedEarly(tables, e, context, () -> new Standing(parts.progress(), Standing.RESUME));
            throw e;
        }
    }

    private int leftOut() {
        return groups.stream()
                .map(bench -> bench.split().splits())
                .distinct()
                .mapToInt(splits -> splits.findings().leftOut())
                .sum();
    }

    private RunOutcome finish(List<ScoredGroup> scored, Tables tables, Provenance provenance) {
        RobustnessResult result = new RobustnessResult(scored, job.reference());
        provenance.guard().check();
        tables.replace(runId, RobustnessRow.class, result.rows());
        ObjectNode json = result.json(runId);
        json.put("tables", Storage.child(options.output(), "tables"));
        parts.writeResult(json);
        provenance.write(tables, RunStatus.FINISHED, "");
        result.say(options.console(), tables);
        return new RunOutcome(RunStatus.FINISHED, json);
    }
}
