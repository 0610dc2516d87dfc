package org.meanfield.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.engine.Engines;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.onnx.OnnxParameters;
import org.meanfield.model.onnx.PixelType;
import org.meanfield.testing.Jobs;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.State;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Exported models in ONNX Runtime against the engine. */
final class ModelExportTest {
    private static final List<String> CLASSES = IntStream.range(0, 10)
            .mapToObj(i -> "class \"%c\"".formatted('a' + i))
            .toList();

    private static final float TOLERANCE = 1e-5f;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: mlp, hidden: [7, 6], activation: relu, dropout: 0.5}",
                "{type: mlp, hidden: [], activation: relu}",
                "{type: mlp, hidden: [6], activation: leaky-relu}",
                "{type: mlp, hidden: [6], activation: elu}",
                "{type: mlp, hidden: [6], activation: selu}",
                "{type: mlp, hidden: [6], activation: gelu}",
                "{type: mlp, hidden: [6], activation: tanh}",
                "{type: mlp, hidden: [6], activation: sigmoid}",
                "{type: mlp, hidden: [6], activation: identity}",
                "{type: cnn, blocks: [{filters: 3, kernel: 5, convolutions: 2, batch-norm: true, pool: 3}, "
                        + "{filters: 4, pool: 2, dropout: 0.1}], dense: [7], dropout: 0.2}",
                "{type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 1}], dense: [], features: global-average, "
                        + "activation: gelu}",
                "{type: resnet, stages: [4, 6], blocks: 2, dropout: 0.1}"
            })
    void computesWhatTheEngineDoes(String architecture) throws Exception {
        check(Jobs.tiny("model=" + architecture), Jobs.tiny().data().load(Split.TEST));
    }

    @Test
    void takesLayersOfDl4j() throws Exception {
        check(
                dl4j(
                        new ConvolutionLayer.Builder(3, 2)
                                .nOut(4)
                                .stride(2, 1)
                                .padding(1, 0)
                                .activation(Activation.ELU)
                                .build(),
                        new SubsamplingLayer.Builder(
                                        SubsamplingLayer.PoolingType.AVG, new int[] {3, 3}, new int[] {2, 2})
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        new BatchNormalization.Builder().build(),
                        new GlobalPoolingLayer(PoolingType.MAX),
                        new DenseLayer.Builder()
                                .nOut(5)
                                .hasBias(false)
                                .activation(Activation.TANH)
                                .build()),
                Jobs.tiny().data().load(Split.TEST));
    }

    @Test
    void refusesWhatItCannotExpress() throws IOException {
        TrainJob job = dl4j(new LocalResponseNormalization.Builder().build());
        TrainedModel model = write(job);
        assertThatThrownBy(() -> ModelExport.onnx(model, PixelType.FLOAT, "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "layer layer0 of the network is LocalResponseNormalization but must be one that ONNX export takes "
                                + "(dense, convolution, batch norm, max or average pooling, global pooling, activation, dropout, "
                                + "sum or softmax output)");
        assertThat(Path.of(model.folder())).isDirectoryNotContaining("glob:**.onnx");
    }

    @Test
    @EnabledIfSystemProperty(named = "meanfield.data", matches = ".+")
    void computesWhatTheEngineDoesOfRealImages() throws Exception {
        TrainJob job = Jobs.tiny(
                "data={type: fashion-mnist, path: %s/fashion-mnist}".formatted(System.getProperty("meanfield.data")),
                "model={type: cnn, blocks: [{filters: 8, batch-norm: true}, {filters: 16, batch-norm: true}], dense: [32]}");
        LabelledImages images =
                job.data().load(Split.TEST).select(IntStream.range(0, 1000).toArray());
        check(job, images);
    }

    private static TrainedModel check(TrainJob job, TrainedModel model, LabelledImages images) throws Exception {
        float[] expected = probabilities(model, images);
        for (PixelType type : PixelType.values()) {
            String file = ModelExport.onnx(model, type, "1.2.3");
            ComputationGraph read = model.learner().network();
            OnnxParameters.read("file", Files.readAllBytes(Path.of(file))).load(read);
            assertThat(NetworkState.of(read, 0).parameters())
                    .isEqualTo(model.state().parameters());
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
                NodeInfo input = session.getInputInfo().get("pixels");
                assertThat(((TensorInfo) input.getInfo()).getShape())
                        .containsExactly(
                                -1,
                                images.shape().channels(),
                                images.shape().height(),
                                images.shape().width());
                assertThat(session.getMetadata().getCustomMetadata())
                        .containsEntry("classes", "[" + quoted(CLASSES) + "]")
                        .containsEntry("model_sha256", model.hash());
                assertThat(session.getMetadata().getProducerName()).isEqualTo("meanfield");
                float[] actual = run(session, type, images);
                assertThat(actual).hasSameSizeAs(expected);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).as("%s %d", type, i).isCloseTo(expected[i], within(TOLERANCE));
                }
                for (int image = 0; image < images.count(); image++) {
                    int first = image * CLASSES.size();
                    int predicted = first + largest(expected, first);
                    int best = first + largest(actual, first);
                    // Of two that differ by less than both errors, either may be the larger.
                    assertThat(expected[predicted] - expected[best])
                            .as("%s %d", type, image)
                            .isLessThanOrEqualTo(best == predicted ? 0 : 2 * TOLERANCE);
                }
            }
        }
        assertThat(job.data().classes()).isEqualTo(CLASSES.size());
        return model;
    }

    private void check(TrainJob job, LabelledImages images) throws Exception {
        check(job, write(job), images);
    }

    private static int largest(float[] values, int first) {
        return IntStream.range(0, CLASSES.size())
                .reduce((a, b) -> values[first + b] > values[first + a] ? b : a)
                .orElseThrow();
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> "\"" + name.replace("\"", "\\\"") + "\"")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    private static float[] run(OrtSession session, PixelType type, LabelledImages images) throws OrtException {
        long[] shape = {
            images.count(),
            images.shape().channels(),
            images.shape().height(),
            images.shape().width()
        };
        byte[] bytes = new byte[images.pixels().capacity()];
        images.pixels().get(0, bytes);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor pixels = type == PixelType.UINT8
                        ? OnnxTensor.createTensor(environment, direct(bytes), shape, OnnxJavaType.UINT8)
                        : OnnxTensor.createTensor(environment, floats(bytes), shape);
                OrtSession.Result result = session.run(Map.of("pixels", pixels))) {
            FloatBuffer values = ((OnnxTensor) result.get("probabilities").orElseThrow()).getFloatBuffer();
            float[] probabilities = new float[values.remaining()];
            values.get(probabilities);
            return probabilities;
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static FloatBuffer floats(byte[] bytes) {
        FloatBuffer floats = FloatBuffer.allocate(bytes.length);
        for (byte level : bytes) {
            floats.put(level & 0xff);
        }
        return floats.flip();
    }

    private static float[] probabilities(TrainedModel model, LabelledImages images) throws InterruptedException {
        try (Learner learner = Engines.learner(model.learner().forScoring())) {
            return learner.probabilities(
                    model.state().parameters(), Batches.features(images, model.normalization()), images.count());
        }
    }

    /** A model with running statistics that change what they normalize. */
    private TrainedModel write(TrainJob job) {
        LearnerSettings learner = job.learner(20);
        float[] parameters = job.initialState(learner).parameters().clone();
        Random random = new Random(7);
        learner.statistics().stream().forEach(i -> parameters[i] = 0.2f + random.nextFloat());
        int channels = job.data().shape().channels();
        float[] mean = new float[channels];
        float[] std = new float[channels];
        for (int c = 0; c < channels; c++) {
            mean[c] = 0.3f + 0.1f * c;
            std[c] = 0.2f + 0.05f * c;
        }
        ModelFiles files = new ModelFiles(folder.toString(), "some-0123abcd");
        files.write(
                learner,
                JsonNodeFactory.instance.objectNode(),
                new State(parameters, new float[0], 0),
                new Normalization(mean, std),
                CLASSES,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode());
        return ModelFiles.read("MODEL", files.folder());
    }

    private TrainJob dl4j(Layer... layers) throws IOException {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerConfiguration network =
                list.setInputType(InputType.convolutional(32, 32, 3)).build();
        Path json = folder.resolve("network.json");
        Files.writeString(json, network.toJson());
        return Jobs.tiny("model={type: dl4j, configuration: %s}".formatted(json));
    }
}
