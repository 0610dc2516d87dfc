package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.storage.Storage;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;

/** Trainings that go on from the model of another run, as the command line starts them. */
final class InitFromCommandTest {
    private static final String JOB =
            """
            name: started
            seed: 3
            data: {type: synthetic-digits, train: 60, validation: 0, test: 20}
            model: {type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 8}], dense: [8]}
            train: {workers: 2, batch: 10, local-steps: 2, epochs: 4, optimizer: {type: adam, learning-rate: 0.01}}
            """;

    @TempDir
    private static Path folder;

    private static String master;
    private static Path ancestor;

    @BeforeAll
    static void trainTheAncestor() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
        LocalSpark.context().close();
        master = System.getProperty("spark.master");
        ancestor =
                Path.of(train("ancestor", "--set=train.epochs=9").path("model").asText());
    }

    @AfterAll
    static void restoreMaster() {
        System.setProperty("spark.master", master);
    }

    @Test
    void theBitsAreThoseOfTheJobAndTheAncestorOnOneCoreAndOnTwo() throws IOException {
        System.setProperty("spark.master", "local[1]");
        JsonNode one = train("one", "--set=init-from=" + ancestor);
        System.setProperty("spark.master", "local[2]");
        JsonNode two = train("two", "--set=init-from=" + ancestor);
        JsonNode fresh = train("fresh");

        assertThat(two.path("run_id")).isEqualTo(one.path("run_id"));
        assertThat(two.path("state_sha256")).isEqualTo(one.path("state_sha256"));
        assertThat(fresh.path("run_id")).isNotEqualTo(one.path("run_id"));
        // Its first round starts where the ancestor's last one, of the same data, has ended.
        assertThat(firstLoss("two", two)).isLessThan(0.8 * firstLoss("fresh", fresh));
    }

    @Test
    void anotherModelInTheSamePlaceMakesAnotherRun() throws IOException {
        Path place = folder.resolve("place");
        Storage.move(train("first", "--set=seed=4").path("model").asText(), place.toString());
        JsonNode first = train("out", "--set=init-from=" + place);
        Storage.delete(place.toString());
        Storage.move(train("second", "--set=seed=5").path("model").asText(), place.toString());
        JsonNode second = train("out", "--set=init-from=" + place);

        assertThat(second.path("run_id")).isNotEqualTo(first.path("run_id"));
    }

    @Test
    void aModelThatCannotBeStartedFromIsOneLine() throws IOException {
        Path torn = folder.resolve("torn");
        Path unfinished = folder.resolve("unfinished");
        Files.createDirectories(torn);
        Files.createDirectories(unfinished);
        for (String part : List.of("manifest.json", "model.json", "updater.f32")) {
            Files.copy(ancestor.resolve(part), torn.resolve(part));
        }
        Files.write(torn.resolve("parameters.f32"), new byte[] {1, 2, 3, 4});
        Files.copy(ancestor.resolve("model.json"), unfinished.resolve("model.json"));

        assertRefused("/not/there", "init-from is /not/there but must be the folder of a run's model: there is none");
        assertRefused(
                unfinished.toString(),
                "init-from is %s but must be the folder of a finished run's model: it has no manifest.json"
                        .formatted(unfinished));
        assertRefused(
                torn.toString(),
                "init-from is %s but must be a valid model: parameters.f32 has 4 bytes and its manifest says %d"
                        .formatted(torn, Files.size(ancestor.resolve("parameters.f32"))));
    }

    @Test
    void otherLayersAreNamed() throws IOException {
        assertRefused(
                ancestor.toString(),
                ("init-from is %s but must be a model of the same layers: where the job's network has "
                                + "conv1.W [4, 3, 5, 5], it has conv1.W [4, 3, 3, 3]")
                        .formatted(ancestor),
                "--set=model.blocks=[{filters: 4, kernel: 5, batch-norm: true, pool: 8}]");
        assertRefused(
                ancestor.toString(),
                ("init-from is %s but must be a model of the same layers: where the job's network has "
                                + "output.W [64, 10], it has dense1.W [64, 8]")
                        .formatted(ancestor),
                "--set=model={type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 8}], dense: []}");
    }

    @Test
    void anOnnxFileStartsATrainingAsTheModelItWasMadeOf() throws IOException {
        Path onnx = onnx();
        JsonNode fromOnnx = train("onnx", "--set=init-from=" + onnx);
        JsonNode fromModel = train("model", "--set=init-from=" + ancestor);

        assertThat(fromOnnx.path("state_sha256")).isEqualTo(fromModel.path("state_sha256"));
        assertThat(fromOnnx.path("run_id")).isNotEqualTo(fromModel.path("run_id"));
    }

    @Test
    void anOnnxFileOfOtherLayersIsOneLine() throws IOException {
        String place = onnx().toString();
        String prefix =
                "init-from is " + place + " but must be a model of the same layers: where the job's network has ";
        String wider = "--set=model.blocks=[{filters: 5, batch-norm: true, pool: 8}]";
        assertRefused(place, prefix + "conv1/b [5], it has conv1/b [4]", wider);
        String deeper = "--set=model.dense=[8, 8]";
        assertRefused(place, prefix + "dense2/W [8, 8], it has no dense2/W", deeper);
        String flat = "--set=model.blocks=[{filters: 4, pool: 8}]";
        assertRefused(place, prefix + "nothing, it has norm1/beta [4]", flat);

        Path other = Files.writeString(folder.resolve("other.onnx"), "no model");
        assertRefused(
                other.toString(),
                "init-from is %s but must be an ONNX model (Protocol message tag had invalid wire type.)"
                        .formatted(other));
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertRefused(
                empty.toString(),
                "init-from is %s, which is a file without parameters but must be an ONNX model that export --format onnx has written"
                        .formatted(empty));
    }

    /** Through everything that changes a state between rounds: averaging with momentum, the last states' mean, recalibration. */
    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "torch"})
    void frozenLayersKeepTheAncestorsBits(String engine) throws IOException {
        String[] options = {
            "--set=init-from=" + ancestor,
            "--set=freeze=[conv*, norm1]",
            "--set=engine={type: %s}".formatted(engine),
            "--set=train.optimizer={type: adamw, learning-rate: 0.01, weight-decay: 0.1}",
            "--set=train.averaging={type: slow-momentum}",
            "--set=train.average-last=2",
            "--set=train.recalibrate-batch-norm=2",
            "--set=checkpoint.rounds=1"
        };
        JsonNode whole = train(engine + "-whole", options);
        float[] before = parameters(ancestor);
        float[] after = parameters(Path.of(whole.path("model").asText()));
        // Four filters of 3·3·3 weights and a bias; scale, shift, mean and variance of four channels.
        int frozen = 4 * 28 + 4 * 4;
        assertThat(Arrays.copyOf(after, frozen)).containsExactly(Arrays.copyOf(before, frozen));
        int changed = 0;
        for (int i = frozen; i < after.length; i++) {
            changed += after[i] == before[i] ? 0 : 1;
        }
        assertThat(changed).isGreaterThan((after.length - frozen) / 2);

        String output = engine + "-stopped";
        List<String> stopping = new ArrayList<>(List.of(options));
        stopping.add("--max-time=0.001s");
        assertThat(train(output, stopping.toArray(String[]::new)).path("status").asText())
                .isEqualTo("stopped-early");
        stopping.set(options.length, "--resume");
        JsonNode resumed = train(output, stopping.toArray(String[]::new));
        assertThat(resumed.path("status").asText()).isEqualTo("finished");
        assertThat(resumed.path("state_sha256")).isEqualTo(whole.path("state_sha256"));
    }

    @Test
    void aLayerToFreezeThatIsNotThereIsOneLine() throws IOException {
        assertRefused(
                ancestor.toString(),
                "freeze is conv2 but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "--set=freeze=[conv2]");
    }

    private static float[] parameters(Path model) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(model.resolve("parameters.f32")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] result = new float[values.remaining()];
        values.get(result);
        return result;
    }

    /** Returns the ancestor's file. */
    private static Path onnx() {
        CommandRun run = CommandRun.of("export", ancestor.toString(), "--format=onnx");
        return Path.of(run.json().path("file").asText());
    }

    private static void assertRefused(String initFrom, String message, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--set=init-from=" + initFrom);
        assertThat(run("none", all.toArray(String[]::new)))
                .isEqualTo(new CommandRun(2, "", "meanfield: %s%n".formatted(message)));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static double firstLoss(String output, JsonNode json) {
        Path rows = folder.resolve(output)
                .resolve("tables/rounds/run_id=" + json.path("run_id").asText());
        return ParquetRows.in(rows).stream()
                .filter(row -> row.get("round").equals("1"))
                .mapToDouble(row -> Double.parseDouble(row.get("train_loss")))
                .sum();
    }

    private static JsonNode train(String output, String... options) throws IOException {
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
