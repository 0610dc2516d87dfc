package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Storage;
import org.meanfield.storage.StoreException;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.Placement;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.FaultyStore;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Logged;
import org.meanfield.testing.Sweeps;
import org.meanfield.train.checkpoint.ModelFiles;

final class TrialRunnerTest {
    private static SweepPlan plan;

    @TempDir
    private Path output;

    @BeforeAll
    static void openPlan() {
        plan = SweepPlan.of(
                RecordReader.read(Sweeps.HALVING, "sweep.yaml", SweepJob.class, List.of()), Progress.SILENT);
    }

    @Test
    void aRungEndsWithItsValidationAccuracyAndTheNextContinuesFromItsCheckpoint() {
        TrialOutcome first = runner().run(trial(0), 1);
        assertThat(first.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(first.score()).isEmpty();
        List<EvaluationRow> scored =
                tables().read(EvaluationRow.class, List.of(runId(0))).get(runId(0));
        assertThat(scored).extracting(EvaluationRow::split).containsExactly("validation");
        assertThat(first.result().score()).isEqualTo(scored.get(0).accuracy());
        assertThat(output.resolve("checkpoints").resolve(runId(0)).toFile().list())
                .containsExactlyInAnyOrder("history", "round-000001");

        TrialOutcome last = runner().run(trial(0), 2);
        assertThat(last.status()).isEqualTo(RunStatus.FINISHED);
        scored = tables().read(EvaluationRow.class, List.of(runId(0))).get(runId(0));
        assertThat(scored).extracting(EvaluationRow::split).containsExactly("validation", "validation", "test");
        assertThat(last.score().orElseThrow().validation())
                .isEqualTo(scored.get(1).accuracy());
        assertThat(last.score().orElseThrow().test()).isCloseTo(scored.get(2).correct() / 30.0, within(1e-12));
        assertThat(status(0)).isEqualTo("finished");
        assertThat(new ModelFiles(output.toString(), runId(0)).result()).isPresent();
        assertThat(output.resolve("checkpoints").resolve(runId(0))).doesNotExist();
    }

    @Test
    void aDivergedTrialHasTheWorstScore() {
        TrialOutcome outcome = runner().run(trial(3), 1);
        assertThat(outcome.status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(outcome.result().score()).isNaN();
        assertThat(outcome.reason()).startsWith("round 1 diverged");
        assertThat(status(3)).isEqualTo("diverged");
    }

    @Test
    void aFailureIsTheTrialsOwn() throws IOException {
        Files.createDirectories(output.resolve("checkpoints"));
        Files.writeString(output.resolve("checkpoints").resolve(runId(0)), "a file where a folder is needed");
        TrialOutcome outcome;
        try (Logged log = Logged.of(TrialRunner.class)) {
            outcome = runner().run(trial(0), 1);
            assertThat(log.lines()).containsExactly("Trial %s failed".formatted(trial(0).id()));
            assertThat(log.traces())
                    .singleElement()
                    .asString()
                    .contains(runId(0), "\tat org.meanfield.storage.Storage.");
        }
        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.result().score()).isNaN();
        assertThat(outcome.reason()).contains(runId(0));
        assertThat(row(0).status()).isEqualTo("failed");
        assertThat(row(0).reason()).isEqualTo(outcome.reason());
        assertThat(runner().run(trial(1), 1).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void aStoreThatFailsIsNotTheTrialsFault() {
        assertThat(runner().run(trial(0), 1).status()).isEqualTo(RunStatus.RUNNING);
        TrialRunner faulty = runner(plan, "faulty:" + output); // opening the session configures the stores
        Storage.configure(FaultyStore.failing("round-000001/manifest.json"));
        try {
            assertThatThrownBy(() -> faulty.run(trial(0), 2))
                    .isInstanceOf(StoreException.class)
                    .hasMessageEndingWith("round-000001/manifest.json: 503 Slow Down");
            assertThat(status(0)).isEqualTo("interrupted");
        } finally {
            Storage.configure(new Configuration());
        }
    }

    @Test
    void stoppingIsNoEndOfATrial() throws InterruptedException {
        SweepPlan longer = SweepPlan.of(
                RecordReader.read(
                        Sweeps.HALVING.replace("epochs: 2", "epochs: 2000").replace("[0.1, 0.05, 0.01, 1e30]", "[0.1]"),
                        "sweep.yaml",
                        SweepJob.class,
                        List.of()),
                Progress.SILENT);
        SweepTrial trial = longer.trials().get(0);
        String runId = trial.runId(longer.id());
        CompletableFuture<TrialOutcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(runner(longer).run(trial, 2000));
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        Path checkpoint = output.resolve("checkpoints").resolve(runId).resolve("round-000050");
        while (!Files.exists(checkpoint.resolve("manifest.json"))) {
            assertThat(outcome).isNotDone();
            Thread.sleep(5);
        }
        thread.interrupt();

        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoppedException.class)
                .havingCause()
                .withMessageMatching(runId + " stopped after round \\d+ of 2000; --resume goes on");
        RunRow row = tables().read(RunRow.class, List.of(runId)).get(runId).get(0);
        assertThat(row.status()).isEqualTo("interrupted");
        assertThat(row.reason()).matches("after round \\d+ of 2000");
        SweepHistory history = SweepHistory.of(longer, output.toString(), tables());
        assertThat(history.ends()).isEmpty();
        assertThat(history.results()).isEmpty();
    }

    @Test
    void aTrialOutOfTimeHasACheckpointAndGoesOnFromThere() {
        TrialRunner late = new TrialRunner(
                plan,
                new Options(output.toString(), Existing.REFUSE, false, 1, silent()),
                LocalSpark.context(),
                tables(),
                List.of(new ExecutorRow("driver", "left", "CpuBackend", "avx2", "17.0.9")),
                () -> {},
                Placement.PACKED,
                Mlflow.none(),
                new ConcurrentHashMap<>());
        assertThat(late.run(trial(0), 2).status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(row(0).status()).isEqualTo("interrupted");
        assertThat(row(0).reason()).isEqualTo("after round 1 of 2");
        assertThat(output.resolve("checkpoints").resolve(runId(0)).toFile().list())
                .containsExactlyInAnyOrder("history", "round-000001");
        assertThat(SweepHistory.of(plan, output.toString(), tables()).ends()).isEmpty();

        TrialOutcome rest = runner().run(trial(0), 2);
        assertThat(rest.status()).isEqualTo(RunStatus.FINISHED);
    }

    private TrialRunner runner() {
        return runner(plan);
    }

    private TrialRunner runner(SweepPlan of) {
        return runner(of, output.toString());
    }

    private static TrialRunner runner(SweepPlan of, String output) {
        return new TrialRunner(
                of,
                new Options(output, Existing.REFUSE, false, silent()),
                LocalSpark.context(),
                new Tables(output),
                List.of(new ExecutorRow("driver", "left", "CpuBackend", "avx2", "17.0.9")),
                () -> {},
                Placement.PACKED,
                Mlflow.none(),
                new ConcurrentHashMap<>());
    }

    private static Console silent() {
        return Console.quiet(new PrintStream(OutputStream.nullOutputStream()));
    }

    private Tables tables() {
        return new Tables(output.toString());
    }

    private RunRow row(int number) {
        return tables().read(RunRow.class, List.of(runId(number)))
                .get(runId(number))
                .get(0);
    }

    private String status(int number) {
        return row(number).status();
    }

    private static SweepTrial trial(int number) {
        return plan.trials().get(number);
    }

    private static String runId(int number) {
        return trial(number).runId(plan.id());
    }
}
