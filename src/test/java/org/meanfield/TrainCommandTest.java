package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.data.Sha256;
import org.meanfield.testing.ParquetRows;
import org.meanfield.train.Checkpoint;
import org.meanfield.train.Checkpoints;

/** Whole trainings, as the command line starts them. */
final class TrainCommandTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 60, test: 50}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 10, local-steps: 2, epochs: 4, optimizer: {type: sgd, learning-rate: 0.05}}
            checkpoint: {rounds: 1, keep: 100}
            """;

    @TempDir
    private Path folder;

    private Path job;
    private Path output;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB);
        output = folder.resolve("out");
    }

    @Test
    void aTrainingLeavesALineOfJsonASummaryRowsAModelAndAPicture() throws IOException {
        CommandRun run = train();

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        String runId = json.path("run_id").asText();
        assertThat(fields(json))
                .containsExactly(
                        "run_id",
                        "status",
                        "test_accuracy",
                        "state_sha256",
                        "images_per_second",
                        "tables",
                        "model",
                        "picture");
        assertThat(runId).matches("tiny-[0-9a-f]{8}");
        assertThat(json.path("status").asText()).isEqualTo("finished");
        assertThat(json.path("images_per_second").asDouble()).isPositive();
        assertThat(json.path("tables").asText()).isEqualTo(output + "/tables");
        assertThat(json.path("model").asText()).isEqualTo(output + "/models/" + runId);
        assertThat(json.path("picture").asText()).isEqualTo(output + "/reports/" + runId + "/loss.png");

        List<String> lines = run.err().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .matches(
                        runId
                                + ": \\d+\\.\\d\\d % of 50 test images right \\(95 % interval \\d+\\.\\d\\d to \\d+\\.\\d\\d %\\)");
        assertThat(lines.get(1)).matches("  [\\d,]+ images/s by 2 workers in 12 rounds of up to 2 local steps");
        assertThat(lines.subList(2, 5))
                .containsExactly(
                        "  tables   " + json.path("tables").asText(),
                        "  model    " + json.path("model").asText(),
                        "  picture  " + json.path("picture").asText());

        Map<String, String> row = rows("runs", runId).get(0);
        assertThat(rows("runs", runId)).hasSize(1);
        assertThat(row)
                .containsEntry("name", "tiny")
                .containsEntry("kind", "train")
                .containsEntry("status", "finished")
                .containsEntry("reason", "")
                .containsEntry("seed", "3");
        assertThat(rows("rounds", runId)).hasSize(12);
        assertThat(rows("rounds", runId).stream()
                        .mapToLong(r -> Long.parseLong(r.get("examples")))
                        .sum())
                .isEqualTo(4 * 120);

        // Validation after each epoch; the test split once, at the end.
        assertThat(rows("evaluations", runId))
                .extracting(r -> r.get("split") + " " + r.get("epoch") + " " + r.get("round") + " " + r.get("examples"))
                .containsExactly(
                        "validation 1 3 60",
                        "validation 2 6 60",
                        "validation 3 9 60",
                        "validation 4 12 60",
                        "test 4 12 50");
        assertThat(rows("evaluations", runId).get(4))
                .containsEntry("accuracy", json.path("test_accuracy").asText());
        assertThat(json.path("state_sha256").asText()).isEqualTo(sha256(runId, 12));

        BufferedImage picture =
                ImageIO.read(Path.of(json.path("picture").asText()).toFile());
        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(540);
        assertThat(picture.getRGB(0, 0, 900, 540, null, 0, 900)).contains(0xffffffff, 0xff1f5f99, 0xffd1603d);

        assertThat(output.toFile().list()).containsExactlyInAnyOrder("tables", "checkpoints", "models", "reports");
    }

    @Test
    void theBestOnValidationIsWhatIsTestedAndKept() throws IOException {
        // A learning rate so high that the accuracy goes up and down.
        CommandRun run = train(
                "--set=train.select=best-validation", "--set=train.optimizer.learning-rate=2", "--set=train.epochs=6");

        assertThat(run.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        String runId = json.path("run_id").asText();
        List<Map<String, String>> evaluations = rows("evaluations", runId);
        Map<String, String> best = evaluations.stream()
                .filter(row -> row.get("split").equals("validation"))
                // Of equal ones the first.
                .max(Comparator.<Map<String, String>>comparingInt(row -> Integer.parseInt(row.get("correct")))
                        .thenComparing(row -> -Integer.parseInt(row.get("round"))))
                .orElseThrow();
        int round = Integer.parseInt(best.get("round"));
        assertThat(round).as("the last round, which proves nothing").isLessThan(18);
        assertThat(json.path("state_sha256").asText())
                .isEqualTo(sha256(runId, round))
                .isNotEqualTo(sha256(runId, 18));
        assertThat(evaluations.stream().filter(row -> row.get("split").equals("test")))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("round", best.get("round")));
        assertThat(Sha256.of(concatenated(Path.of(json.path("model").asText()))))
                .isEqualTo(json.path("state_sha256").asText());
    }

    @Test
    void aFinishedRunIsLeftByResumeAndReplacedWithoutIt() throws IOException {
        CommandRun first = train();
        CommandRun resumed = train("--resume");

        assertThat(resumed).isEqualTo(new CommandRun(0, first.out(), runId(first) + " has finished already\n"));

        Path stranger = Files.createDirectories(output.resolve("checkpoints/tiny-00000000"));
        train("--quiet");
        assertThat(rows("runs", runId(first))).hasSize(1);
        assertThat(rows("evaluations", runId(first))).hasSize(5);
        assertThat(stranger).exists();
    }

    @Test
    void aRunStoppedBeforeItsModelWasThereTestsOnce() throws IOException {
        CommandRun first = train();
        String runId = runId(first);
        Files.delete(output.resolve("models").resolve(runId).resolve("manifest.json"));
        CommandRun resumed = train("--resume");

        assertThat(resumed.code()).isZero();
        assertThat(new ObjectMapper().readTree(resumed.out()).path("state_sha256"))
                .isEqualTo(new ObjectMapper().readTree(first.out()).path("state_sha256"));
        assertThat(rows("evaluations", runId))
                .filteredOn(row -> row.get("split").equals("test"))
                .hasSize(1);
    }

    @Test
    void aCheckpointOfAnotherJobIsRefused() throws IOException {
        String runId = runId(train("--set=train.epochs=1"));
        CommandRun none = train("--resume", "--set=seed=4");
        String other = none.err().replaceAll("(?s).*of run (tiny-[0-9a-f]{8}) .*", "$1");
        assertThat(none)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: --resume finds no valid checkpoint of run %s under %s/checkpoints; the runs there are [%s]%n"
                                .formatted(other, output, runId)));

        Path copy = output.resolve("checkpoints").resolve(other).resolve("round-000003");
        Files.createDirectories(copy);
        try (Stream<Path> files =
                Files.list(output.resolve("checkpoints").resolve(runId).resolve("round-000003"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }

        assertThat(train("--resume", "--set=seed=4"))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: %s is a checkpoint of run %s but must be of run %s%n"
                                .formatted(copy, runId, other)));
    }

    @Test
    void aDivergedRunSaysSoAndKeepsItsLastGoodCheckpoint() throws IOException {
        CommandRun run = train("--set=train.optimizer.learning-rate=1e30", "--set=train.local-steps=1");

        assertThat(run.code()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        String runId = json.path("run_id").asText();
        assertThat(json)
                .isEqualTo(new ObjectMapper()
                        .createObjectNode()
                        .put("run_id", runId)
                        .put("status", "diverged"));
        Map<String, String> row = rows("runs", runId).get(0);
        assertThat(row).containsEntry("status", "diverged");
        assertThat(row.get("reason"))
                .matches("round \\d+ diverged: its loss is \\S+ and its parameters are (all|not all) finite");
        assertThat(run.err()).isEqualTo("%s: %s%n".formatted(runId, row.get("reason")));
        assertThat(output.resolve("models")).doesNotExist();
        assertThat(output.resolve("reports")).doesNotExist();

        List<String> skipped = new ArrayList<>();
        Checkpoint last = new Checkpoints(output.toString(), runId, 100).newest(skipped::add);
        assertThat(skipped).isEmpty();
        assertThat(last.state().isFinite()).isTrue();
        assertThat(row.get("reason")).startsWith("round %d diverged".formatted(last.round() + 1));
        assertThat(rows("rounds", runId)).hasSize(last.round() + 1);
    }

    private CommandRun train(String... options) {
        List<String> arguments = new ArrayList<>(List.of("train", job.toString(), "--output", output.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static String runId(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.out()).path("run_id").asText();
    }

    private static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<Map<String, String>> rows(String table, String runId) {
        return ParquetRows.in(output.resolve("tables").resolve(table).resolve("run_id=" + runId));
    }

    /** The SHA-256 of the state that the checkpoint after a round has. */
    private String sha256(String runId, int round) throws IOException {
        return Sha256.of(
                concatenated(output.resolve("checkpoints").resolve(runId).resolve("round-%06d".formatted(round))));
    }

    private static byte[] concatenated(Path bundle) throws IOException {
        byte[] parameters = Files.readAllBytes(bundle.resolve("parameters.f32"));
        byte[] updater = Files.readAllBytes(bundle.resolve("updater.f32"));
        byte[] both = Arrays.copyOf(parameters, parameters.length + updater.length);
        System.arraycopy(updater, 0, both, parameters.length, updater.length);
        return both;
    }
}
