package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/** Trainings whose running statistics are measured anew, as the command line starts them. */
final class RecalibrateCommandTest {
    private static final String JOB =
            """
            name: recalibrated
            seed: 3
            data: {type: synthetic-digits, train: 60, validation: 20, test: 20}
            model: {type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 8}], dense: []}
            train:
              workers: 2
              batch: 10
              local-steps: 2
              epochs: 3
              optimizer: {type: adam, learning-rate: 0.01}
              average-last: 2
              recalibrate-batch-norm: 4
              select: best-validation
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
        assertThat(two.path("state_sha256")).isEqualTo(one.path("state_sha256"));

        Path checkpoints =
                folder.resolve("two/checkpoints/" + two.path("run_id").asText());
        for (String late : List.of("round-000004", "round-000005")) {
            Storage.delete(checkpoints.resolve(late).toString());
        }
        Storage.delete(folder.resolve("two/models").toString());
        JsonNode resumed = train("local[2]", "two", "--resume");
        assertThat(resumed.path("state_sha256")).isEqualTo(one.path("state_sha256"));
        assertThat(resumed.path("test_accuracy")).isEqualTo(one.path("test_accuracy"));
    }

    /** With {@code select: last} the steps are the same with and without it. */
    @Test
    void onlyTheStatisticsOfTheModelAreOthers() throws IOException {
        TrainedModel with = model(train("local[2]", "with", "--set=train.select=last"));
        TrainedModel without =
                model(train("local[2]", "without", "--set=train.select=last", "--set=train.recalibrate-batch-norm=0"));
        BitSet statistics = with.learner().statistics();
        assertThat(statistics.cardinality()).isEqualTo(8);
        for (int i = 0; i < with.state().parameters().length; i++) {
            float other = without.state().parameters()[i];
            if (statistics.get(i)) {
                assertThat(with.state().parameters()[i]).as("statistic %d", i).isNotEqualTo(other);
            } else {
                assertThat(with.state().parameters()[i]).as("parameter %d", i).isEqualTo(other);
            }
        }
    }

    @Test
    void moreBatchesThanThereAreIsOneLine() {
        assertThat(run("none", "--set=train.recalibrate-batch-norm=7"))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        ("meanfield: train.recalibrate-batch-norm is 7 but must be at most 6, the full batches of the "
                                        + "training split%n")
                                .formatted()));
        CommandRun negative = run("none", "--set=train.recalibrate-batch-norm=-1");
        assertThat(negative.code()).isEqualTo(2);
        assertThat(negative.err()).contains("recalibrate-batch-norm is -1 but must be 0 or more");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static TrainedModel model(JsonNode json) {
        return ModelFiles.read("model", json.path("model").asText());
    }

    private static JsonNode train(String cores, String output, String... options) throws IOException {
        System.setProperty("spark.master", cores);
        CommandRun run = run(output, options);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static CommandRun run(String output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                folder.resolve("job.yaml").toString(),
                "--quiet",
                "--output",
                folder.resolve(output).toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
