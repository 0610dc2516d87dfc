package org.meanfield.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.image.ImageShape;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.Program;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ModelFilesTest {
    private static final TrainJob JOB = Jobs.tiny(
            "model={type: cnn, blocks: [{filters: 3, kernel: 5, batch-norm: true, pool: 4}], dense: [7]}",
            "train.optimizer={type: adam, learning-rate: 0.01}");
    private static final LearnerSettings LEARNER = JOB.learner(20);
    private static final State STATE = numbered();
    private static final Normalization NORMALIZATION =
            new Normalization(new float[] {0.25f, 0.5f, 0.75f}, new float[] {0.5f, 1, 2});
    private static final List<String> CLASSES =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final ObjectNode RESULT =
            JsonNodeFactory.instance.objectNode().put("run_id", "tiny-0123abcd").put("test_accuracy", 0.25);

    @TempDir
    private Path output;

    private ModelFiles files;
    private Path folder;

    @BeforeEach
    void create() {
        files = new ModelFiles(output.toString(), "tiny-0123abcd");
        folder = output.resolve("models/tiny-0123abcd");
    }

    @Test
    void theManifestSaysWhereEachTensorIs() throws IOException {
        write();
        ComputationGraph network = LEARNER.network();
        network.params()
                .assign(Nd4j.createFromArray(STATE.parameters())
                        .reshape(network.params().shape()));
        ByteBuffer parameters = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("parameters.f32")))
                .order(ByteOrder.LITTLE_ENDIAN);

        Set<String> names = new HashSet<>();
        long values = 0;
        for (JsonNode tensor : manifest().path("tensors")) {
            String name = tensor.path("name").asText();
            INDArray expected = network.getParam(name.replace('.', '_'));
            INDArray rebuilt = rebuilt(parameters, tensor);
            assertThat(rebuilt).as(name).isEqualTo(expected);
            names.add(name);
            values += rebuilt.length();
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "conv1.W",
                        "conv1.b",
                        "norm1.gamma",
                        "norm1.beta",
                        "norm1.mean",
                        "norm1.var",
                        "dense1.W",
                        "dense1.b",
                        "output.W",
                        "output.b");
        assertThat(values).isEqualTo(STATE.parameters().length);
    }

    @Test
    void theManifestSaysWhatElseAReaderNeeds() throws IOException {
        write();
        JsonNode manifest = manifest();
        assertThat(manifest.path("normalization").toString())
                .isEqualTo("{\"mean\":[0.25,0.5,0.75],\"std\":[0.5,1.0,2.0]}");
        assertThat(manifest.path("parameters").asInt()).isEqualTo(STATE.parameters().length);
        assertThat(manifest.path("updater").asInt()).isEqualTo(STATE.updater().length);
        assertThat(manifest.path("steps").asInt()).isEqualTo(6);
        assertThat(manifest.path("provenance").path("job").asText()).isEqualTo("tiny");
        for (String part : new String[] {"model.json", "parameters.f32", "updater.f32"}) {
            assertThat(manifest.path("sha256").path(part).asText())
                    .isEqualTo(Sha256.of(Files.readAllBytes(folder.resolve(part))));
        }
        JsonNode model =
                new ObjectMapper().readTree(folder.resolve("model.json").toFile());
        assertThat(model.path("model").path("type").asText()).isEqualTo("cnn");
        assertThat(model.path("configuration").toString())
                .contains("meanfield:batch-norm")
                .doesNotContain("org.meanfield");
    }

    @Test
    void theResultIsThatOfAWholeModel() {
        assertThat(files.result()).isEmpty();
        write();
        assertThat(files.result()).contains(RESULT);
        files.delete();
        assertThat(files.result()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    /** A program that knows nothing of ours, as a process of its own. */
    @Test
    void theExportIsForDl4jAlone() {
        State state = LEARNER.initialState(JOB.model(), JOB.initializer());
        ComputationGraph network = LEARNER.network();
        network.setParams(Nd4j.createFromArray(state.parameters()));
        files.write(
                LEARNER,
                JsonNodeFactory.instance.objectNode(),
                state,
                new Normalization(new float[] {0}, new float[] {1}),
                CLASSES,
                RESULT,
                JsonNodeFactory.instance.objectNode());

        String zip = ModelExport.dl4j(ModelFiles.read("--export", files.folder()));
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Program.Result result = Program.run(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2",
                "-cp",
                others,
                "src/test/resources/LoadsWithDl4j.java",
                zip);

        INDArray ones = Nd4j.ones(1, 3, 32, 32);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Double.parseDouble(result.out().strip()))
                .isCloseTo(network.outputSingle(ones).getDouble(0, 1), within(1e-5));
    }

    @Test
    void aTornModelHasNoResult() throws IOException {
        write();
        Path parameters = folder.resolve("parameters.f32");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[5] ^= 1;
        Files.write(parameters, bytes);
        assertThat(files.result()).isEmpty();
        Files.delete(folder.resolve("manifest.json"));
        assertThat(files.result()).isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        write();
        TrainedModel read = ModelFiles.read("init-from", folder.toString());
        assertThat(read.folder()).isEqualTo(folder.toString());
        assertThat(read.state().parameters()).isEqualTo(STATE.parameters());
        assertThat(read.state().updater()).isEqualTo(STATE.updater());
        assertThat(read.state().steps()).isEqualTo(6);
        assertThat(read.normalization().mean()).containsExactly(0.25f, 0.5f, 0.75f);
        assertThat(read.normalization().std()).containsExactly(0.5f, 1, 2);
        assertThat(read.classNames()).isEqualTo(CLASSES);
        assertThat(read.provenance().path("job").asText()).isEqualTo("tiny");
        assertThat(read.learner().shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(read.learner().classes()).isEqualTo(10);
        assertThat(read.learner().network().getConfiguration())
                .isEqualTo(LEARNER.network().getConfiguration());
    }

    /** A repetition of a run differs in its times only. */
    @Test
    void theHashIsOfWhatTheModelConsistsOf() {
        write();
        String hash = ModelFiles.read("model", folder.toString()).hash();
        files.write(
                LEARNER,
                JsonNodeFactory.instance.objectNode().put("type", "cnn"),
                STATE,
                NORMALIZATION,
                CLASSES,
                RESULT,
                JsonNodeFactory.instance.objectNode().put("started", "later"));
        assertThat(ModelFiles.read("model", folder.toString()).hash()).isEqualTo(hash);

        float[] other = STATE.parameters().clone();
        other[3] += 1;
        files.write(
                LEARNER,
                JsonNodeFactory.instance.objectNode().put("type", "cnn"),
                new State(other, STATE.updater(), 6),
                NORMALIZATION,
                CLASSES,
                RESULT,
                JsonNodeFactory.instance.objectNode());
        assertThat(ModelFiles.read("model", folder.toString()).hash()).isNotEqualTo(hash);
    }

    @Test
    void aModelThatIsNotThereIsNotRead() throws IOException {
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("init-from is %s but must be the folder of a run's model: there is none", folder);
        write();
        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "init-from is %s but must be the folder of a finished run's model: it has no manifest.json",
                        folder);
    }

    @Test
    void aChangedModelIsNotRead() throws IOException {
        write();
        Path parameters = folder.resolve("parameters.f32");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[5] ^= 1;
        Files.write(parameters, bytes);
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "init-from is %s but must be a valid model: the SHA-256 of parameters.f32 differs from its manifest",
                        folder);
        Files.delete(parameters);
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("init-from is .* but must be a valid model: .*parameters.f32.*");
    }

    @Test
    void aChangedManifestIsNotRead() throws IOException {
        for (String change : List.of("normalization", "input", "classes", "steps", "provenance", "result")) {
            write();
            ObjectNode manifest = (ObjectNode) manifest();
            manifest.put(change, 9);
            Files.writeString(folder.resolve("manifest.json"), manifest.toPrettyString());
            assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                    .as(change)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("init-from is %s but must be a valid model: manifest.json is corrupt", folder);
        }
    }

    /** A sum of its own, which anyone can check; and white space tells nothing. */
    @Test
    void theManifestHasTheSumOfItselfAsJson() throws IOException {
        write();
        ObjectNode manifest = (ObjectNode) manifest();
        Files.writeString(folder.resolve("manifest.json"), manifest.toString());
        assertThat(ModelFiles.read("init-from", folder.toString()).state().steps())
                .isEqualTo(6);
        String sum =
                ((ObjectNode) manifest.path("sha256")).remove("manifest.json").asText();
        assertThat(sum).isEqualTo(Sha256.of(manifest.toString()));
    }

    @Test
    void aModelOfAnEarlierVersionIsRead() throws IOException {
        write();
        ObjectNode manifest = (ObjectNode) manifest();
        ((ObjectNode) manifest.path("sha256")).remove("manifest.json");
        manifest.remove("classNames");
        Files.writeString(folder.resolve("manifest.json"), manifest.toPrettyString());

        TrainedModel read = ModelFiles.read("init-from", folder.toString());
        assertThat(read.state().steps()).isEqualTo(6);
        assertThat(read.classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void asManyNamesAsClassesAreRead() throws IOException {
        write();
        ObjectNode manifest = (ObjectNode) manifest();
        ((ObjectNode) manifest.path("sha256")).remove("manifest.json");
        manifest.withArray("classNames").remove(0);
        Files.writeString(folder.resolve("manifest.json"), manifest.toString());
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("init-from is %s but must be a valid model: it has 10 classes and 9 names of them", folder);
    }

    /** As of another version of the program. */
    @Test
    void aManifestThatLacksSomethingIsNotRead() throws IOException {
        for (String key : List.of("input", "classes", "steps", "normalization", "provenance")) {
            write();
            ObjectNode manifest = (ObjectNode) manifest();
            manifest.remove(key);
            ((ObjectNode) manifest.path("sha256")).remove("manifest.json");
            Files.writeString(folder.resolve("manifest.json"), manifest.toString());
            assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                    .as(key)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageMatching(
                            "init-from is .* but must be a valid model: this version cannot read it: .*" + key + ".*");
        }
    }

    @Test
    void aModelOfAnotherLengthThanItsNetworkIsNotRead() {
        files.write(
                LEARNER,
                JsonNodeFactory.instance.objectNode(),
                new State(new float[] {1, 2, 3}, new float[0], 6),
                NORMALIZATION,
                CLASSES,
                RESULT,
                JsonNodeFactory.instance.objectNode());
        assertThatThrownBy(() -> ModelFiles.read("init-from", folder.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "init-from is %s but must be a valid model: it has 3 parameters and its network %d",
                        folder, STATE.parameters().length);
    }

    private void write() {
        files.write(
                LEARNER,
                JsonNodeFactory.instance.objectNode().put("type", "cnn"),
                STATE,
                NORMALIZATION,
                CLASSES,
                RESULT,
                JsonNodeFactory.instance.objectNode().put("job", "tiny"));
    }

    private JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
    }

    /** The tensor as a reader without DL4J would make it. */
    private static INDArray rebuilt(ByteBuffer parameters, JsonNode tensor) {
        long[] shape = new ObjectMapper().convertValue(tensor.path("shape"), long[].class);
        int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = parameters.getFloat((tensor.path("offset").asInt() + i) * Float.BYTES);
        }
        return Nd4j.create(values, shape, tensor.path("order").asText().charAt(0));
    }

    /** Parameters that are each their own index, so that no two can be taken for one another. */
    private static State numbered() {
        float[] parameters = new float[Math.toIntExact(LEARNER.network().numParams())];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i;
        }
        return new State(parameters, new float[2 * parameters.length], 6);
    }
}
