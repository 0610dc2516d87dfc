package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.ParquetRows;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trainings with outer steps, by DL4J's trainer and with a network from a file, as the command line starts them. */
final class AveragingCommandTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 80, validation: 20, test: 30}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 10, local-steps: 2, epochs: 4, optimizer: {type: sgd, learning-rate: 0.05}}
            checkpoint: {rounds: 3, keep: 9}
            """;

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void writeJob() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
        output = folder.resolve("out");
    }

    @Test
    void aResumedRunHasItsMomentumAndItsFinalAverageBack() throws IOException {
        String[] outer = {
            "--set=train.averaging={type: nesterov, momentum: 0.5}",
            "--set=train.average-last=4",
            "--set=train.local-steps-warm-up=3"
        };
        // 16 steps: three rounds of one, six of two and one of one.
        JsonNode whole = train(outer);
        String run = whole.path("run_id").asText();
        Checkpoint end = checkpoints(run).newest(line -> {});
        assertThat(end.round()).isEqualTo(10);
        assertThat(end.state().outer().momentum()).isNotEmpty();
        assertThat(end.selected().sha256())
                .isEqualTo(whole.path("state_sha256").asText())
                .isNotEqualTo(end.state().sha256());
        for (int round : new int[] {6, 9}) {
            deleteAfter(run, round);
            JsonNode resumed =
                    train(Stream.concat(Stream.of(outer), Stream.of("--resume")).toArray(String[]::new));
            assertThat(resumed.path("state_sha256")).as("from round %d", round).isEqualTo(whole.path("state_sha256"));
            assertThat(rows(run))
                    .extracting(row -> row.get("local_steps"))
                    .containsExactly("1", "1", "1", "2", "2", "2", "2", "2", "2", "1");
        }
    }

    @Test
    void aMovingAverageIsEvaluatedWhileTheRoundsGoOnFromTheMean() {
        JsonNode mean = train();
        JsonNode ema = train("--set=train.averaging={type: ema, decay: 0.5}");
        Checkpoint endOfMean = checkpoints(mean.path("run_id").asText()).newest(line -> {});
        Checkpoint endOfEma = checkpoints(ema.path("run_id").asText()).newest(line -> {});
        assertThat(endOfEma.state().sha256()).isEqualTo(endOfMean.state().sha256());
        assertThat(ema.path("state_sha256").asText())
                .isEqualTo(endOfEma.state().model().sha256())
                .isNotEqualTo(mean.path("state_sha256").asText());
    }

    @Test
    void theBaselineLeavesTheSameTablesWithARowForEachEpoch() {
        JsonNode result = train("--set=train.trainer=dl4j-parameter-averaging", "--set=train.optimizer.type=adam");
        assertThat(result.path("status").asText()).isEqualTo("finished");
        List<Map<String, String>> rows = rows(result.path("run_id").asText());
        assertThat(rows).extracting(row -> row.get("epoch")).containsExactly("1", "2", "3", "4");
        assertThat(rows).allSatisfy(row -> assertThat(row)
                .containsEntry("examples", "80")
                .containsEntry("local_steps", "4")
                .containsEntry("consensus_distance", "NaN"));
        assertThat(rows.get(3).get("train_loss")).matches("[\\d.]+");
    }

    @Test
    void aNetworkFromAFileIsTrainedAndNamesItsRunByTheFile() throws IOException {
        Path file = folder.resolve("network.json");
        String model = "--set=model={type: dl4j, configuration: %s}".formatted(file);
        Files.writeString(file, network(12));
        JsonNode first = train(model, "--set=train.optimizer.learning-rate=0.01", "--set=train.epochs=12");
        List<Map<String, String>> rows = rows(first.path("run_id").asText());
        assertThat(Double.parseDouble(rows.get(rows.size() - 1).get("train_loss")))
                .isLessThan(Double.parseDouble(rows.get(0).get("train_loss")));
        assertThat(CommandRun.of("summary", folder.resolve("job.yaml").toString(), model)
                        .out())
                .startsWith("tiny: dl4j for images of 3×32×32 in 10 classes\n");

        Files.writeString(file, network(13));
        assertThat(train(model).path("run_id")).isNotEqualTo(first.path("run_id"));
        Files.writeString(file, network(12).replace("3072", "3071"));
        CommandRun wrong = CommandRun.of("train", folder.resolve("job.yaml").toString(), model);
        assertThat(wrong)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: model.configuration is %s but must be a network for images of 3×32×32 in 10 classes "
                                        .formatted(file)
                                + "(layer layer0 takes 3071 values but gets 3072)%n".formatted()));
    }

    private static String network(int hidden) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3 * 32 * 32)
                        .nOut(hidden)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build()
                .toJson();
    }

    private JsonNode train(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("train", folder.resolve("job.yaml").toString(), "--quiet", "--output", output.toString()));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        try {
            return new ObjectMapper().readTree(run.out());
        } catch (IOException e) {
            throw new AssertionError(run.out(), e);
        }
    }

    /** Leaves what a run that was stopped after {@code round} leaves. */
    private void deleteAfter(String run, int round) throws IOException {
        Files.delete(output.resolve("models").resolve(run).resolve("manifest.json"));
        for (int later = round + 1; later <= 10; later++) {
            Files.deleteIfExists(output.resolve("checkpoints")
                    .resolve(run)
                    .resolve("round-%06d".formatted(later))
                    .resolve("manifest.json"));
        }
    }

    private Checkpoints checkpoints(String run) {
        return new Checkpoints(output.toString(), run, 9);
    }

    private List<Map<String, String>> rows(String run) {
        return ParquetRows.in(output.resolve("tables").resolve("rounds").resolve("run_id=" + run));
    }
}
