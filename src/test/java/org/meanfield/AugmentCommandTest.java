package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;

/** Trainings on augmented images, and the picture of such images, as the command line starts them. */
final class AugmentCommandTest {
    private static final String JOB =
            """
            name: augmented
            seed: 3
            data: {type: synthetic-digits, train: 50, validation: 0, test: 20}
            model: {type: mlp, hidden: [8]}
            augment:
              - {type: random-crop, padding: 4}
              - {type: colour-jitter, saturation: 0.3, hue: 0.1}
              - {type: gaussian-noise, std: 0.05}
              - {type: mixup}
            train: {workers: 3, batch: 5, local-steps: 2, epochs: 2, optimizer: {type: adam, learning-rate: 0.01}}
            checkpoint: {rounds: 1, keep: 9}
            """;

    @TempDir
    private static Path folder;

    private static String master;

    @BeforeAll
    static void writeJob() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
        LocalSpark.context().close();
        master = System.getProperty("spark.master");
    }

    @AfterAll
    static void restoreMaster() {
        System.setProperty("spark.master", master);
    }

    @Test
    void theBitsAreThoseOfTheJobOnOneCoreOnTwoAndAfterAResume() throws IOException {
        JsonNode one = train("local[1]", "one");
        JsonNode two = train("local[2]", "two");
        JsonNode plain = train("local[2]", "plain", "--set=augment=[]");

        assertThat(two.path("state_sha256")).isEqualTo(one.path("state_sha256"));
        assertThat(plain.path("state_sha256")).isNotEqualTo(one.path("state_sha256"));

        String runId = two.path("run_id").asText();
        Path checkpoints = folder.resolve("two").resolve("checkpoints").resolve(runId);
        try (Stream<Path> rounds = Files.list(checkpoints)) {
            // The first of four rounds ends within the first epoch.
            rounds.filter(round -> round.getFileName().toString().compareTo("round-000001") > 0)
                    .forEach(round -> Storage.delete(round.toString()));
        }
        Storage.delete(folder.resolve("two").resolve("models").toString());
        String started = runRow(runId).get("started");
        JsonNode resumed = train("local[2]", "two", "--resume");

        assertThat(resumed.path("state_sha256")).isEqualTo(one.path("state_sha256"));
        assertThat(resumed.path("test_accuracy")).isEqualTo(one.path("test_accuracy"));
        Map<String, String> row = runRow(runId);
        assertThat(row.get("resumes")).isEqualTo("1");
        assertThat(row.get("started")).as("of the first process").isEqualTo(started);
    }

    private static Map<String, String> runRow(String runId) {
        return ParquetRows.in(folder.resolve("two/tables/runs").resolve("run_id=" + runId))
                .get(0);
    }

    @Test
    void thePictureHasARowForEachAugmentationOneBeforeAndOneAfter() throws IOException {
        CommandRun run = run("samples", "out", "--images=3");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("run_id").asText()).matches("augmented-[0-9a-f]{8}");
        assertThat(json.path("picture").asText())
                .isEqualTo(folder + "/out/reports/" + json.path("run_id").asText() + "/samples.png");
        BufferedImage picture =
                ImageIO.read(Path.of(json.path("picture").asText()).toFile());
        assertThat(picture.getHeight()).as("two lines of heads, six rows").isEqualTo(12 + 2 * 18 + 6 * 64 + 5 * 4 + 12);
        assertThat(run("samples", "out", "--images=3")).isEqualTo(run);
    }

    @Test
    void aPictureIsOfAtLeastOneImage() {
        assertThat(run("samples", "none", "--images=0"))
                .isEqualTo(new CommandRun(2, "", "meanfield: --images is 0 but must be in 1 … 100%n".formatted()));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static JsonNode train(String master, String output, String... options) throws IOException {
        System.setProperty("spark.master", master);
        CommandRun run = run("train", output, options);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static CommandRun run(String command, String output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                folder.resolve("job.yaml").toString(),
                "--output",
                folder.resolve(output).toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
