package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.TrialKey;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.spark.Cluster;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.TrainingResult;
import org.meanfield.spark.Until;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.Computing;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.ModelFiles;

/** One execution of a {@link TrainJob}: from its data to its rows, model and picture. */
final class TrainRun {
    private final PreparedJob prepared;
    private final Options options;
    private final String runId;
    private final ModelFiles model;
    private double secondsToFirstRound;

    private TrainRun(PreparedJob prepared, Options options) {
        this.prepared = prepared;
        this.options = options;
        this.runId = prepared.runId();
        this.model = new ModelFiles(options.output(), runId);
    }

    /**
     * Fetches the data and checks everything that can be checked without a cluster.
     *
     * @throws InvalidInputException if job and data do not fit together
     */
    static TrainRun of(TrainJob job, Options options) {
        options.console().show(job.name() + ": opening the data");
        return new TrainRun(PreparedJob.of(job, OpenData.of(job.data(), options.console())), options);
    }

    /** Runs the job, or resumes it. */
    RunOutcome run() throws InterruptedException {
        return options.leased(runId, this::finished, this::run);
    }

    private Optional<RunOutcome> finished() {
        Optional<JsonNode> result = options.existing() == Existing.RESTART ? Optional.empty() : model.result();
        return result.filter(TrainSummary::isFinished).map(json -> {
            Provenance.complete(new Tables(options.output()), runId);
            options.console().say(runId + " has finished already; --restart trains it again");
            options.exportIfAsked(model);
            return new RunOutcome(RunStatus.FINISHED, json);
        });
    }

    private RunOutcome run(WriteGuard guard) throws InterruptedException {
        StartingPoint start = StartingPoint.of(prepared, options);
        String probe = options.writeProbe(runId);
        RunOutcome outcome;
        options.console().begin(runId + ": starting Spark");
        try (Mlflow mlflow = Mlflow.ofProcess(options.console());
                JavaSparkContext context = Sessions.open(
                        runId,
                        prepared.job().instructionSet().pinned(),
                        new Computing(prepared.job().engine(), prepared.job().gpu()))) {
            outcome = run(context, start, probe, guard, mlflow);
        } finally {
            Storage.discard(probe);
        }
        if (outcome.status() != RunStatus.DIVERGED) {
            options.exportIfAsked(model);
        }
        return outcome;
    }

    private RunOutcome run(JavaSparkContext context, StartingPoint start, String probe, WriteGuard guard, Mlflow mlflow)
            throws InterruptedException {
        JobNames.ofRun(context, runId);
        options.console().show(runId + ": waiting for executors");
        List<ExecutorRow> executors =
                ExecutorCheck.await(context, prepared.plan().workers());
        ExecutorCheck.visible(context, executors, prepared.data().splits(), probe);
        Tables tables = new Tables(options.output());
        RunStart before = start.isFirst() ? RunStart.now() : RunStart.resumed(tables, runId);
        Provenance provenance = new Provenance(
                "train",
                prepared.job().name(),
                prepared.job().seed(),
                JobPaths.absolute(prepared.job()),
                runId,
                TrialKey.NONE,
                prepared.data().hash(),
                prepared.data().splits().findings().leftOut(),
                prepared.data().splits().changedLabels(),
                executors,
                context.version(),
                before,
                guard,
                Stream.concat(before.warnings().stream(), start.warnings(prepared).stream())
                        .distinct()
                        .toList());
        RunRecorder recorder = RunRecorder.of(prepared, options.output(), tables, provenance, mlflow);
        RunFiles files = new RunFiles(options.output(), runId, tables);
        if (start.isFirst()) {
            files.clear();
        } else {
            files.clearHidden();
        }
        recorder.status(RunStatus.RUNNING, "");
        Cluster cluster = Cluster.of(context, executors.size());
        TrainHeader.say(options, prepared, provenance, start.checkpoint().round(), cluster);
        MemoryNeed need =
                MemoryNeed.of(prepared, start.checkpoint().state(), cluster.slotsOfAnExecutor(), cluster.slots());
        ExecutorMemory.of(context.getConf(), cluster).shortage(need).ifPresent(options.console()::say);
        try {
            return train(context, start.checkpoint(), recorder);
        } catch (Exception | Error e) { // Spark throws checked exceptions undeclared
            recorder.endedEarly(e, context);
            throw e;
        }
    }

    private RunOutcome train(JavaSparkContext context, Checkpoint start, RunRecorder recorder)
            throws InterruptedException {
        secondsToFirstRound = ProcessFigures.ageSeconds();
        RoundProgress progress = new RoundProgress(options.console(), System::nanoTime);
        RoundsTraining rounds = new RoundsTraining(prepared, recorder, progress);
        TrainingResult result =
                rounds.run(context, start, new Until(prepared.plan().rounds(), options.deadline()));
        if (result.timeUp()) {
            recorder.keep(result.end());
            result = rounds.test(context, result.end());
        }
        Checkpoint end = result.end();
        if (!result.diverged().isEmpty()) {
            options.console().say("%s: %s".formatted(runId, result.diverged()));
            return recorder.diverged(end, result.diverged());
        }
        EvaluationRow tested = RunRecorder.tested(end);
        RunOutcome outcome = recorder.finish(result, LossChart.draw(end, runId, options));
        TrainSummary.say(options.console(), prepared, tested, outcome.json(), end.rounds(), secondsToFirstRound);
        return outcome;
    }
}
