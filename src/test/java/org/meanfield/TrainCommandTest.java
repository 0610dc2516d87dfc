package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Split;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.ParquetRows;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;

/** Whole trainings, as the command line starts them; most of the facts are of one that all tests share. */
final class TrainCommandTest {
    /** So few images that the accuracy goes up and down: the last state is not the best. */
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 60, test: 50}
            model: {type: mlp, hidden: [8]}
            train:
              workers: 2
              batch: 10
              local-steps: 2
              epochs: 6
              optimizer: {type: sgd, learning-rate: 0.05}
              select: best-validation
            checkpoint: {rounds: 3, keep: 6}
            """;

    private static final int ROUNDS = 18;

    @TempDir
    private static Path folder;

    private static Path output;
    private static CommandRun finished;
    private static JsonNode json;
    private static String runId;

    @BeforeAll
    static void trainOnce() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
        output = folder.resolve("out");
        finished = train(output);
        assertThat(finished.code()).as(finished.err()).isZero();
        json = finished.json();
        runId = json.path("run_id").asText();
    }

    @Test
    void standardOutputIsOneLineOfJson() {
        List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);

        assertThat(finished.out().lines()).hasSize(1);
        assertThat(fields)
                .containsExactly(
                        "run_id",
                        "status",
                        "test_accuracy",
                        "state_sha256",
                        "images_per_second",
                        "tables",
                        "model",
                        "picture",
                        "warnings");
        assertThat(json.path("warnings")).singleElement().satisfies(warning -> assertThat(warning.asText())
                .startsWith("the test accuracy is at chance: "));
        assertThat(runId).matches("tiny-[0-9a-f]{8}");
        assertThat(json.path("status").asText()).isEqualTo("finished");
        assertThat(json.path("images_per_second").asDouble()).isPositive();
        assertThat(json.path("tables").asText()).isEqualTo(output + "/tables");
        assertThat(json.path("model").asText()).isEqualTo(output + "/models/" + runId);
        assertThat(json.path("picture").asText()).isEqualTo(output + "/reports/" + runId + "/loss.png");
    }

    @Test
    void standardErrorIsASummary() {
        List<String> all = finished.err().lines().toList();
        int first = all.indexOf(all.stream()
                .filter(line -> line.startsWith(runId + ": test accuracy"))
                .findFirst()
                .orElseThrow());
        List<String> lines = all.subList(first, first + 6);

        assertThat(lines.get(0))
                .matches(runId
                        + ": test accuracy \\d+\\.\\d\\d % \\(95 % CI \\d+\\.\\d\\d to \\d+\\.\\d\\d %\\), 50 images");
        assertThat(lines.get(1))
                .matches("  [\\d,]+ images/s by 2 workers in 18 rounds of up to 2 local steps, "
                        + "which took \\d+\\.\\d % of a round");
        assertThat(lines.get(2))
                .matches("  first round after \\d+\\.\\d s; at most \\d\\.\\d\\d GiB of heap "
                        + "and \\d\\.\\d\\d GiB resident");
        assertThat(lines.subList(3, 6))
                .containsExactly(
                        "  tables   " + json.path("tables").asText(),
                        "  model    " + json.path("model").asText(),
                        "  picture  " + json.path("picture").asText());
    }

    @Test
    void theTablesHaveTheRunItsRoundsAndItsEvaluations() {
        assertThat(rows("runs", runId)).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("name", "tiny")
                .containsEntry("kind", "train")
                .containsEntry("status", "finished")
                .containsEntry("sweep_id", "")
                .containsEntry("trial", "")
                .containsEntry("cell", "")
                .containsEntry("reason", "")
                .containsEntry("seed", "3"));
        assertThat(rows("rounds", runId)).hasSize(ROUNDS);
        assertThat(rows("rounds", runId)).extracting(row -> row.get("examples")).containsOnly("40");
        assertThat(output.toFile().list()).containsExactlyInAnyOrder("tables", "checkpoints", "models", "reports");
    }

    @Test
    void validationComesAfterEachEpochAndTheTestOnceAtTheEnd() {
        List<Map<String, String>> rows = rows("evaluations", runId);

        assertThat(rows)
                .extracting(row -> "%s %s %s".formatted(row.get("split"), row.get("epoch"), row.get("examples")))
                .containsExactly(
                        "validation 1 60",
                        "validation 2 60",
                        "validation 3 60",
                        "validation 4 60",
                        "validation 5 60",
                        "validation 6 60",
                        "test %s 50".formatted(bestValidation().get("epoch")));
        assertThat(rows.get(6).get("accuracy"))
                .isEqualTo(json.path("test_accuracy").asText());
    }

    @Test
    void theFirstOfTheBestOnValidationIsTestedAndKept() {
        int best = Integer.parseInt(bestValidation().get("round"));

        assertThat(best).as("else this proves nothing").isLessThan(ROUNDS);
        assertThat(rows("evaluations", runId).get(6)).containsEntry("round", Integer.toString(best));
        assertThat(json.path("state_sha256").asText())
                .isEqualTo(sha256(checkpoint(runId, best)))
                .isEqualTo(sha256(Path.of(json.path("model").asText())))
                .isNotEqualTo(sha256(checkpoint(runId, ROUNDS)));
    }

    @Test
    void thePredictionsAreThoseOfTheTestedState() {
        List<Map<String, String>> rows = rows("predictions", runId);

        assertThat(rows).extracting(row -> row.get("index")).containsExactlyElementsOf(numbers(50));
        assertThat(rows)
                .extracting(row -> row.get("split") + " " + row.get("condition"))
                .containsOnly("test clean");
        byte[] labels = RecordReader.read(JOB, "job.yaml", TrainJob.class, List.of())
                .data()
                .load(Split.TEST)
                .labels();
        assertThat(rows).allSatisfy(row -> assertThat(row)
                .containsEntry("label", Integer.toString(labels[Integer.parseInt(row.get("index"))])));
        assertThat(rows.stream().filter(row -> row.get("label").equals(row.get("predicted"))))
                .hasSize(Integer.parseInt(rows("evaluations", runId).get(6).get("correct")));
        assertThat(rows)
                .extracting(row -> Double.parseDouble(row.get("confidence")))
                .allMatch(confidence -> confidence >= 0.1 && confidence <= 1);
    }

    @Test
    void thePictureShowsTheLosses() throws IOException {
        BufferedImage picture =
                ImageIO.read(Path.of(json.path("picture").asText()).toFile());

        int width = picture.getWidth();
        assertThat(width).isEqualTo(1040);
        assertThat(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width))
                .contains(0xffffffff, 0xff0068b0, 0xffc8500a);
    }

    @Test
    void aFinishedRunIsLeftAndReplacedByRestart() {
        CommandRun left = new CommandRun(
                0, finished.out(), "%s has finished already; --restart trains it again%n".formatted(runId));
        assertThat(train(output)).isEqualTo(left);
        assertThat(train(output, "--resume")).isEqualTo(left);
        assertThat(train(output, "--resume=auto")).isEqualTo(left);

        CommandRun again = train(output, "--quiet", "--restart");
        assertThat(again.json().path("state_sha256")).isEqualTo(json.path("state_sha256"));
        assertThat(rows("runs", runId)).hasSize(1);
        assertThat(rows("rounds", runId)).hasSize(ROUNDS);
        assertThat(rows("evaluations", runId)).hasSize(7);
        assertThat(rows("predictions", runId)).hasSize(50);
    }

    @Test
    void aRunThatWasStoppedBeforeItsModelWasThereIsTestedOnce() throws IOException {
        Files.delete(output.resolve("models").resolve(runId).resolve("manifest.json"));
        assertThat(train(output))
                .isEqualTo(wrong(
                        "%s is unfinished, after round %d of %d: add --resume to continue it, or --restart to delete it and start again"
                                .formatted(runId, ROUNDS, ROUNDS)));
        CommandRun both = train(output, "--resume", "--restart");
        assertThat(both).isEqualTo(wrong("--restart and --resume are mutually exclusive"));
        CommandRun resumed = train(output, "--resume");

        assertThat(resumed.json().path("state_sha256")).isEqualTo(json.path("state_sha256"));
        assertThat(rows("evaluations", runId)).hasSize(7);
    }

    @Test
    void aCheckpointOfAnotherJobIsRefused() throws IOException {
        CommandRun none = train(output, "--resume", "--set=seed=4");
        String other = none.err().replaceAll("(?s).*of run (tiny-[0-9a-f]{8}) .*", "$1");
        assertThat(none)
                .isEqualTo(wrong(
                        "--resume finds no valid checkpoint of run %s under %s/checkpoints; the runs there are [%s]"
                                .formatted(other, output, runId)));

        Path copy = Files.createDirectories(checkpoint(other, 3));
        try (Stream<Path> files = Files.list(checkpoint(runId, 3))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        assertThat(train(output, "--resume", "--set=seed=4"))
                .isEqualTo(wrong("%s is a checkpoint of run %s but must be of run %s".formatted(copy, runId, other)));
    }

    @Test
    void aDivergedRunSaysSoAndKeepsItsLastGoodCheckpoint() {
        Path own = folder.resolve("diverged");
        CommandRun run = train(
                own,
                "--set=train.optimizer.learning-rate=1e30",
                "--set=train.local-steps=1",
                "--set=checkpoint.rounds=1");

        String diverged = run.out().split("\"", -1)[3];
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("{\"run_id\":\"%s\",\"status\":\"diverged\"}%n".formatted(diverged));
        List<Map<String, String>> runs =
                ParquetRows.in(own.resolve("tables").resolve("runs").resolve("run_id=" + diverged));
        assertThat(runs).singleElement().satisfies(row -> assertThat(row).containsEntry("status", "diverged"));
        String reason = runs.get(0).get("reason");
        assertThat(run.err()).endsWith("%n%s: %s%n".formatted(diverged, reason));
        assertThat(reason).endsWith("; try a lower train.optimizer.learning-rate, such as 1E+29 instead of 1.0E30");

        List<String> skipped = new ArrayList<>();
        Checkpoint last = new Checkpoints(own.toString(), diverged, 6).newest(skipped::add);
        assertThat(skipped).isEmpty();
        assertThat(last.state().isFinite()).isTrue();
        assertThat(reason)
                .matches("round %d diverged: its loss is \\S+ and its parameters are (not )?all finite; try a lower .*"
                        .formatted(last.round() + 1));
        assertThat(own.toFile().list()).containsExactlyInAnyOrder("tables", "checkpoints");
        assertThat(own.resolve("tables").toFile().list()).doesNotContain("predictions");
    }

    private static CommandRun train(Path output, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("train", folder.resolve("job.yaml").toString(), "--output", output.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static CommandRun wrong(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static Map<String, String> bestValidation() {
        return rows("evaluations", runId).stream()
                .filter(row -> row.get("split").equals("validation"))
                .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.get("round"))))
                .reduce((best, row) ->
                        Integer.parseInt(row.get("correct")) > Integer.parseInt(best.get("correct")) ? row : best)
                .orElseThrow();
    }

    private static List<Map<String, String>> rows(String table, String run) {
        return ParquetRows.in(output.resolve("tables").resolve(table).resolve("run_id=" + run));
    }

    private static Path checkpoint(String run, int round) {
        return output.resolve("checkpoints").resolve(run).resolve("round-%06d".formatted(round));
    }

    /** The SHA-256 of the parameters and then the optimizer's state in a checkpoint or a model. */
    private static String sha256(Path bundle) {
        try {
            byte[] parameters = Files.readAllBytes(bundle.resolve("parameters.f32"));
            byte[] updater = Files.readAllBytes(bundle.resolve("updater.f32"));
            byte[] both = Arrays.copyOf(parameters, parameters.length + updater.length);
            System.arraycopy(updater, 0, both, parameters.length, updater.length);
            return Sha256.of(both);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
