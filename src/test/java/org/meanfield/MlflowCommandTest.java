package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.MlflowServer;

/** Trainings and sweeps in MLflow, as the command line starts them: two rounds an epoch, a checkpoint after each. */
final class MlflowCommandTest {
    private static final String TRAINING =
            """
            name: told
            seed: 3
            data: {type: synthetic-digits, train: 60, validation: 40, test: 20}
            model: {type: mlp, hidden: [6]}
            train: {workers: 1, batch: 10, local-steps: 3, epochs: 2, optimizer: {type: sgd, learning-rate: 0.1}}
            checkpoint: {rounds: 1}
            """;

    private static final String URI = "spark.meanfield.mlflow.trackingUri";

    @TempDir
    private Path folder;

    private final MlflowServer server = new MlflowServer();

    @BeforeEach
    void name() {
        System.setProperty(URI, server.uri());
    }

    @AfterEach
    void forget() {
        System.clearProperty(URI);
        server.close();
    }

    @Test
    void aTrainingThatIsStoppedAndResumedIsOneRun() throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), TRAINING);
        CommandRun stopped = run("train", job, "out", "--max-time=0.001s");
        String runId = stopped.json().path("run_id").asText();
        assertThat(server.run(runId).path("info").path("status").asText()).isEqualTo("KILLED");
        assertThat(server.run(runId).path("tags").path("meanfield.status").asText())
                .isEqualTo("stopped-early");
        CommandRun resumed = run("train", job, "out", "--resume");
        assertThat(resumed.json().path("status").asText()).isEqualTo("finished");
        assertThat(server.runs()).hasSize(1);
        JsonNode told = server.run(runId);
        assertThat(told.path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(told.path("params").path("data.type").asText()).isEqualTo("synthetic-digits");
        assertThat(steps(told, "loss/train")).containsExactly(1, 2, 3, 4);
        assertThat(steps(told, "accuracy/validation")).containsExactly(2, 4);
        // That of the state when the time was up, and that of the end.
        assertThat(steps(told, "accuracy/test")).containsExactly(1, 4);
        assertThat(value(told, "accuracy/test"))
                .isEqualTo(resumed.json().path("test_accuracy").asDouble());
        Path model = Path.of(resumed.json().path("model").asText());
        String place = "7/r000/artifacts/";
        for (String part : List.of("manifest.json", "model.json", "parameters.f32", "updater.f32")) {
            assertThat(server.artifacts().get(place + part)).isEqualTo(Files.readAllBytes(model.resolve(part)));
        }
        assertThat(server.artifacts().keySet())
                .contains(
                        place + Path.of(resumed.json().path("picture").asText()).getFileName());
    }

    @Test
    void aSweepIsTheParentOfItsTrials() throws IOException {
        Path sweep = Files.writeString(
                folder.resolve("sweep.yaml"),
                "name: swept\nbase:\n" + TRAINING.indent(2)
                        + "grid: {train.optimizer.learning-rate: [0.01, 0.1, 1e20]}\n");
        CommandRun run = run("sweep", sweep, "out");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(server.runs()).hasSize(4);
        JsonNode parent = server.run(run.json().path("sweep_id").asText());
        assertThat(parent.path("info").path("status").asText()).isEqualTo("FINISHED");
        List<JsonNode> trials = server.runs().stream()
                .filter(each -> each.path("tags")
                        .path("mlflow.parentRunId")
                        .asText()
                        .equals(parent.path("info").path("run_id").asText()))
                .toList();
        assertThat(trials)
                .extracting(each -> each.path("tags").path("meanfield.cell").asText() + " "
                        + each.path("tags").path("meanfield.status").asText() + " "
                        + each.path("info").path("status").asText())
                .containsExactlyInAnyOrder(
                        "train.optimizer.learning-rate=0.01 finished FINISHED",
                        "train.optimizer.learning-rate=0.1 finished FINISHED",
                        "train.optimizer.learning-rate=1e20 diverged FAILED");
        assertThat(server.artifacts().keySet())
                .filteredOn(path -> path.startsWith(
                        "7/%s/".formatted(parent.path("info").path("run_id").asText())))
                .hasSize(1);
    }

    @Test
    void aServerThatIsNotThereChangesNothing() throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), TRAINING);
        System.clearProperty(URI);
        CommandRun without = run("train", job, "without");
        assertThat(server.requests()).isEmpty();
        System.setProperty(URI, server.uri());
        server.answer(number -> 500);
        CommandRun failing = run("train", job, "failing");
        assertThat(failing.code()).isZero();
        assertThat(failing.json().path("state_sha256")).isEqualTo(without.json().path("state_sha256"));
        assertThat(failing.json().path("run_id")).isEqualTo(without.json().path("run_id"));
        assertThat(failing.err().lines().filter(line -> line.contains("MLflow")))
                .containsExactly(
                        "  warning: MLflow at %s: it answers GET experiments/get-by-name with status 500; nothing more is sent"
                                .formatted(server.uri()));
        System.setProperty(URI, "file:///somewhere");
        CommandRun wrong = run("train", job, "wrong");
        assertThat(wrong.code()).isZero();
        assertThat(wrong.err().lines().filter(line -> line.contains("MLflow")))
                .containsExactly(
                        "  warning: nothing is sent to MLflow: MLFLOW_TRACKING_URI is not the address of a server, such as http://mlflow.example.com:5000");
    }

    private static List<Integer> steps(JsonNode run, String key) {
        return StreamSupport.stream(run.path("metrics").spliterator(), false)
                .filter(metric -> metric.path("key").asText().equals(key))
                .map(metric -> metric.path("step").asInt())
                .toList();
    }

    private static double value(JsonNode run, String key) {
        return StreamSupport.stream(run.path("metrics").spliterator(), false)
                .filter(metric -> metric.path("key").asText().equals(key))
                .reduce((first, last) -> last)
                .orElseThrow()
                .path("value")
                .asDouble();
    }

    private CommandRun run(String command, Path file, String output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                file.toString(),
                "--quiet",
                "--output",
                folder.resolve(output).toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
