package org.meanfield.job.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.TrialKey;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.MlflowServer;

@Timeout(60)
final class MlflowTest {
    private static final Instant STARTED = Instant.parse("2026-11-30T12:00:00Z");
    private static final String RUN = "tiny-0123abcd";
    private static final String PASSWORD = "PlantedPassword4Gz1";
    private static final List<String> BEGINNING =
            List.of("GET mlflow/experiments/get-by-name", "POST mlflow/experiments/create", "POST mlflow/runs/create");

    @TempDir
    private Path folder;

    private final MlflowServer server = new MlflowServer();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    private MlflowSettings settings(Map<String, String> environment) {
        MlflowSettings read = MlflowSettings.of(environment, key -> key.equals("trackingUri") ? server.uri() : "")
                .orElseThrow();
        return new MlflowSettings(
                read.tracking(),
                read.experiment(),
                read.authorization(),
                Duration.ofMillis(1500),
                Duration.ofMillis(10),
                Duration.ofSeconds(20));
    }

    private Mlflow mlflow(MlflowSettings settings) {
        PrintStream out = new PrintStream(err, true, UTF_8);
        return new Mlflow(Optional.of(settings), Console.quiet(out));
    }

    private Mlflow mlflow() {
        return mlflow(settings(Map.of()));
    }

    private static Provenance provenance(int resumes, TrialKey trial, String runId) {
        return new Provenance(
                "train",
                "tiny",
                1,
                Jobs.tiny(),
                runId,
                trial,
                "89ab",
                0,
                0,
                List.of(),
                "3.5.8",
                new RunStart(STARTED, resumes, List.of()),
                () -> {},
                List.of());
    }

    private static RoundRow round(int number, double loss) {
        return new RoundRow(number, 1, 4, 32, loss, 0.1, 0.25, 1.5, 1.25, 0.25, 0, 16, Double.NaN, 1);
    }

    private static List<RoundRow> rounds(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> round(i, 1.0 / i)).toList();
    }

    private static EvaluationRow evaluation(String split, int round) {
        return new EvaluationRow(split, round, 1, 40, 30, 0.75, 0.6, 0.86, 0.5, 0.1);
    }

    private String said() {
        return err.toString(UTF_8);
    }

    @Test
    void aRunIsCreatedWithItsSettingsThenMeasuredThenEnded() throws IOException {
        Path model = Files.write(folder.resolve("parameters.f32"), new byte[] {1, 2, 3});
        Path empty = Files.createFile(folder.resolve("updater.f32"));
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            run.status(RunStatus.RUNNING, "");
            run.metrics(STARTED, rounds(1), List.of());
            run.metrics(STARTED, rounds(2), List.of(evaluation("validation", 2)));
            run.upload(List.of(model.toString(), empty.toString()));
            run.status(RunStatus.FINISHED, "");
        }
        List<String> expected = new ArrayList<>(BEGINNING);
        expected.addAll(List.of(
                "POST mlflow/runs/log-batch",
                "POST mlflow/runs/log-batch",
                "POST mlflow/runs/log-batch",
                "PUT mlflow-artifacts/artifacts/7/r000/artifacts/parameters.f32",
                "PUT mlflow-artifacts/artifacts/7/r000/artifacts/updater.f32",
                "POST mlflow/runs/log-batch",
                "POST mlflow/runs/update"));
        assertThat(server.calls()).isEqualTo(expected);
        assertThat(server.requests())
                .extracting(MlflowServer.Request::authorization)
                .containsOnly("");
        assertThat(server.requests().get(1).body().path("name").asText()).isEqualTo("meanfield");

        JsonNode stored = server.run(RUN);
        assertThat(stored.path("info").path("run_name").asText()).isEqualTo(RUN);
        assertThat(stored.path("info").path("start_time").asLong()).isEqualTo(STARTED.toEpochMilli());
        assertThat(stored.path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(stored.path("info").path("end_time").asLong()).isGreaterThan(STARTED.toEpochMilli());
        assertThat(stored.path("tags").path("meanfield.data_hash").asText()).isEqualTo("89ab");
        assertThat(stored.path("tags").path("meanfield.status").asText()).isEqualTo("finished");
        assertThat(stored.path("tags").has("mlflow.parentRunId")).isFalse();
        assertThat(stored.path("params").path("train.optimizer.learning-rate").asText())
                .isEqualTo("0.1");
        assertThat(stored.path("params").path("model.hidden").asText()).isEqualTo("[6]");
        assertThat(stored.path("params").path("seed").asText()).isEqualTo("211");
        // Two seconds a round; the consensus distance is no number.
        assertThat(metrics(stored))
                .containsExactly(
                        "loss/train 1 1.0 +2000",
                        "training/epoch 1 1.0 +2000",
                        "training/learning-rate 1 0.1 +2000",
                        "training/images-per-second 1 16.0 +2000",
                        "loss/train 2 0.5 +4000",
                        "training/epoch 2 1.0 +4000",
                        "training/learning-rate 2 0.1 +4000",
                        "training/images-per-second 2 16.0 +4000",
                        "loss/validation 2 0.5 +4000",
                        "accuracy/validation 2 0.75 +4000");
        assertThat(server.artifacts())
                .containsOnlyKeys("7/r000/artifacts/parameters.f32", "7/r000/artifacts/updater.f32");
        assertThat(server.artifacts().get("7/r000/artifacts/parameters.f32")).containsExactly(1, 2, 3);
        assertThat(said()).isEmpty();
    }

    private static List<String> metrics(JsonNode run) {
        List<String> metrics = new ArrayList<>();
        run.path("metrics")
                .forEach(metric -> metrics.add("%s %s %s +%s"
                        .formatted(
                                metric.path("key").asText(),
                                metric.path("step").asText(),
                                metric.path("value").asText(),
                                Long.toString(metric.path("timestamp").asLong() - STARTED.toEpochMilli()))));
        return metrics;
    }

    @Test
    void aResumedRunGoesOnInTheSameRun() {
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            run.metrics(STARTED, rounds(2), List.of(evaluation("validation", 2)));
            run.status(RunStatus.INTERRUPTED, "after round 2 of 3");
        }
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("KILLED");
        assertThat(server.run(RUN).path("tags").path("meanfield.reason").asText())
                .isEqualTo("after round 2 of 3");
        int before = server.calls().size();
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(1, TrialKey.NONE, RUN));
            run.metrics(STARTED, rounds(3), List.of(evaluation("validation", 2), evaluation("validation", 3)));
        }
        assertThat(server.calls().subList(before, server.calls().size()))
                .containsExactly(
                        "GET mlflow/experiments/get-by-name",
                        "POST mlflow/runs/search",
                        "POST mlflow/runs/update",
                        "POST mlflow/runs/log-batch");
        assertThat(server.runs()).hasSize(1);
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("RUNNING");
        assertThat(metrics(server.run(RUN)).stream().filter(metric -> metric.startsWith("loss/")))
                .containsExactly(
                        "loss/train 1 1.0 +2000",
                        "loss/train 2 0.5 +4000",
                        "loss/validation 2 0.5 +4000",
                        "loss/train 3 0.3333333333333333 +6000",
                        "loss/validation 3 0.5 +6000");
    }

    /** A run that was begun without MLflow has all its rounds there. */
    @Test
    void aResumedRunThatIsNotThereIsCreated() {
        try (Mlflow mlflow = mlflow()) {
            mlflow.run(provenance(1, TrialKey.NONE, RUN)).metrics(STARTED, rounds(3), List.of());
        }
        assertThat(metrics(server.run(RUN))).hasSize(12);
    }

    @Test
    void trialsAreNestedInTheirSweep() {
        JsonNode sweep = new ObjectMapper().createObjectNode().put("name", "search");
        try (Mlflow mlflow = mlflow()) {
            MlflowRun parent = mlflow.sweep("search-4567", sweep, false);
            TrialKey trial = new TrialKey("search-4567", "89", "train.batch=64");
            MlflowRun first = mlflow.run(provenance(0, trial, "search-4567-89"));
            assertThat(mlflow.run(provenance(0, trial, "search-4567-89"))).isSameAs(first);
            first.status(RunStatus.STOPPED_EARLY, "");
            mlflow.run(provenance(0, new TrialKey("search-4567", "90", "train.batch=8"), "search-4567-90"))
                    .status(RunStatus.DIVERGED, "round 2 diverged");
            parent.status(RunStatus.FINISHED, "");
        }
        assertThat(server.runs()).hasSize(3);
        String parent = server.run("search-4567").path("info").path("run_id").asText();
        for (String trial : List.of("search-4567-89", "search-4567-90")) {
            assertThat(server.run(trial).path("tags").path("mlflow.parentRunId").asText())
                    .isEqualTo(parent);
        }
        assertThat(server.run("search-4567-89")
                        .path("tags")
                        .path("meanfield.cell")
                        .asText())
                .isEqualTo("train.batch=64");
        assertThat(server.runs())
                .extracting(run -> run.path("info").path("status").asText())
                .containsExactly("FINISHED", "KILLED", "FAILED");
        try (Mlflow mlflow = mlflow()) {
            mlflow.sweep("search-4567", sweep, false);
        }
        assertThat(server.runs()).hasSize(3);
        try (Mlflow mlflow = mlflow()) {
            mlflow.sweep("search-4567", sweep, true);
        }
        assertThat(server.runs()).as("made anew by --restart").hasSize(4);
    }

    @Test
    void batchesAreWithinTheLimits() {
        ObjectNode job = (ObjectNode) RecordWriter.toTree(Jobs.tiny());
        IntStream.range(0, 250).forEach(i -> job.put("key " + i + "/ä", "x".repeat(700)));
        try (Mlflow mlflow = mlflow()) {
            mlflow.sweep("large", job, false).metrics(STARTED, rounds(700), List.of());
        }
        assertThat(said()).isEmpty();
        JsonNode stored = server.run("large");
        assertThat(stored.path("params").path("key 249__").asText()).hasSize(500);
        assertThat(stored.path("metrics")).hasSize(2800);
        assertThat(server.requests())
                .filteredOn(request -> request.path().endsWith("log-batch"))
                .extracting(request -> request.body().path("metrics").size())
                .containsSubsequence(1000, 1000, 800);
    }

    /** Each once more after the first failures. */
    @Test
    void aHiccupIsNoFailure() {
        server.answer(number -> number == 3 || number == 4 ? 503 : 0);
        try (Mlflow mlflow = mlflow()) {
            mlflow.run(provenance(0, TrialKey.NONE, RUN)).status(RunStatus.FINISHED, "");
        }
        assertThat(said()).isEmpty();
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(server.calls())
                .filteredOn(call -> call.endsWith("log-batch"))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 500})
    void aServerThatFailsIsOneWarning(int status) {
        server.answer(number -> number >= 3 ? status : 0);
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            for (int i = 1; i < 5; i++) {
                run.metrics(STARTED, rounds(i), List.of());
            }
            run.status(RunStatus.FINISHED, "");
        }
        assertThat(said())
                .isEqualTo(
                        "  warning: MLflow at %s: it answers POST runs/log-batch with status %s; nothing more is sent%n"
                                .formatted(server.uri(), Integer.toString(status)));
        assertThat(server.calls()).hasSize(3 + (status == 500 ? 3 : 1));
    }

    @Test
    void noServerIsOneWarning() {
        MlflowSettings settings = settings(Map.of());
        server.close();
        try (Mlflow mlflow = mlflow(settings)) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            run.metrics(STARTED, rounds(1), List.of());
            run.status(RunStatus.FINISHED, "");
        }
        assertThat(said())
                .isEqualTo("  warning: MLflow at %s: no server answers there; nothing more is sent%n"
                        .formatted(settings.tracking()));
    }

    /** Nobody waits for it but the end, and that not long. */
    @Test
    void aServerThatHangsKeepsNobody() {
        server.delay(TimeUnit.SECONDS.toMillis(30));
        MlflowSettings read = settings(Map.of());
        MlflowSettings hasty = new MlflowSettings(
                read.tracking(),
                "some",
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofMillis(10),
                Duration.ofSeconds(20));
        long start = System.nanoTime();
        Mlflow mlflow = mlflow(hasty);
        MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
        run.metrics(STARTED, rounds(1), List.of());
        run.status(RunStatus.FINISHED, "");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
        mlflow.close();
        assertThat(said())
                .isEqualTo(
                        "  warning: MLflow at %s: no answer to GET experiments/get-by-name within 1 s; nothing more is sent%n"
                                .formatted(server.uri()));
    }

    @Test
    void aServerThatIsTooSlowIsLeftAtTheEnd() {
        server.delay(400);
        MlflowSettings read = settings(Map.of());
        MlflowSettings hasty = new MlflowSettings(
                read.tracking(),
                "some",
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMillis(600));
        Mlflow mlflow = mlflow(hasty);
        mlflow.run(provenance(0, TrialKey.NONE, RUN)).status(RunStatus.FINISHED, "");
        mlflow.close();
        assertThat(said())
                .isEqualTo("  warning: MLflow at %s: it is too slow; the rest is not sent%n".formatted(server.uri()));
        assertThatCode(() -> mlflow.run(provenance(0, TrialKey.NONE, "late"))).doesNotThrowAnyException();
    }

    @Test
    void aStoppedProcessStillSaysThatItIs() {
        Mlflow mlflow = mlflow();
        mlflow.run(provenance(0, TrialKey.NONE, RUN)).status(RunStatus.INTERRUPTED, "after round 1 of 2");
        Thread.currentThread().interrupt();
        mlflow.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("KILLED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/%s/artifacts", "mlflow-artifacts://other:80/7/%s/artifacts"})
    void filesThatAreElsewhereAreLeftOut(String root) throws IOException {
        server.artifactRoot(root);
        Path model = Files.write(folder.resolve("parameters.f32"), new byte[] {1, 2, 3});
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            run.upload(List.of(model.toString()));
            run.status(RunStatus.FINISHED, "");
        }
        assertThat(server.calls()).noneMatch(call -> call.startsWith("PUT"));
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(said()).isEmpty();
    }

    @Test
    void aFileThatIsRefusedLeavesTheRest() throws IOException {
        Path model = Files.write(folder.resolve("parameters f32"), new byte[] {1, 2, 3});
        server.answer(number -> number == 4 ? 413 : 0);
        try (Mlflow mlflow = mlflow()) {
            MlflowRun run = mlflow.run(provenance(0, TrialKey.NONE, RUN));
            run.upload(List.of(model.toString()));
            run.upload(List.of(folder.resolve("missing").toString()));
            run.status(RunStatus.FINISHED, "");
        }
        assertThat(server.calls()).contains("PUT mlflow-artifacts/artifacts/7/r000/artifacts/parameters%20f32");
        assertThat(said())
                .isEqualTo(
                        "  warning: MLflow at %s: it answers PUT of an artifact with status 413; not all files are there%n"
                                .formatted(server.uri()));
        assertThat(server.run(RUN).path("info").path("status").asText()).isEqualTo("FINISHED");
    }

    @Test
    void credentialsAreSentAndNeverSaid() {
        String basic = "Basic " + Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(UTF_8));
        Map<String, String> user = Map.of("MLFLOW_TRACKING_USERNAME", "user", "MLFLOW_TRACKING_PASSWORD", PASSWORD);
        Map<String, String> token = Map.of("MLFLOW_TRACKING_TOKEN", PASSWORD);
        for (Map<String, String> environment : List.of(user, token)) {
            MlflowSettings settings = settings(environment);
            assertThat(settings.toString()).doesNotContain(PASSWORD);
            int before = server.requests().size();
            server.answer(number -> 403);
            try (Mlflow mlflow = mlflow(settings)) {
                mlflow.run(provenance(0, TrialKey.NONE, RUN));
            }
            assertThat(server.requests().subList(before, server.requests().size()))
                    .extracting(MlflowServer.Request::authorization)
                    .containsExactly(environment.equals(user) ? basic : "Bearer " + PASSWORD);
        }
        assertThat(said()).contains("status 403").doesNotContain(PASSWORD).doesNotContain(basic);
    }

    @Test
    void nothingIsSentWithoutAServer() {
        assertThat(MlflowSettings.of(Map.of("MLFLOW_EXPERIMENT_NAME", "some"), key -> ""))
                .isEmpty();
        try (Mlflow none = Mlflow.none()) {
            MlflowRun run = none.run(provenance(0, TrialKey.NONE, RUN));
            run.metrics(STARTED, rounds(1), List.of());
            run.status(RunStatus.FINISHED, "");
        }
        assertThat(server.requests()).isEmpty();
    }
}
