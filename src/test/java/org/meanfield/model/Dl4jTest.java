package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.Initializer;
import org.meanfield.model.init.Zeros;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class Dl4jTest {
    private static final ImageShape INPUT = new ImageShape(1, 6, 5);
    private static final int CLASSES = 4;
    private static final Initializer UNUSED = new Zeros();

    @TempDir
    private Path folder;

    @Test
    void aStackOfLayersIsTheGraphOfTheSameLayers() throws IOException {
        Dl4j model = model(stack(30, CLASSES).toJson());
        ComputationGraph network = network(model, 5);
        assertThat(network.getConfiguration().getVertices().keySet()).containsExactlyInAnyOrder("layer0", "output");

        // DL4J's own formula for those weights.
        INDArray images = Nd4j.linspace(-1, 1, 60).reshape(2, 1, 6, 5);
        INDArray hidden = Nd4j.math.tanh(
                images.reshape(2, 30).mmul(network.getParam("layer0_W")).addRowVector(network.getParam("layer0_b")));
        INDArray scores = hidden.mmul(network.getParam("output_W")).addRowVector(network.getParam("output_b"));
        assertThat(network.outputSingle(images).ravel().toFloatVector())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(Nd4j.nn.softmax(scores, 1).ravel().toFloatVector());
    }

    @Test
    void weightsAreThoseOfTheFilesOwnWeightInitFromTheJobsSeed() throws IOException {
        Dl4j model = model(stack(30, CLASSES).toJson());
        INDArray weights = network(model, 5).getParam("layer0_W");
        assertThat(network(model, 5).getParam("layer0_W")).isEqualTo(weights);
        assertThat(network(model, 6).getParam("layer0_W")).isNotEqualTo(weights);
        // DL4J's WeightInit.UNIFORM is within √(1 / fan-in).
        double bound = Math.sqrt(1 / 30.0);
        assertThat(weights.amaxNumber().doubleValue()).isBetween(0.9 * bound, bound);
    }

    @Test
    void optimizerAndWeightDecayAreTheJobs() throws IOException {
        ComputationGraphConfiguration configuration = Networks.configuration(
                model(graph().toJson()), INPUT, CLASSES, builder -> builder.updater(new Sgd(0.25)));
        for (String name : List.of("conv", "norm", "output")) {
            LayerVertex vertex = (LayerVertex) configuration.getVertices().get(name);
            BaseLayer layer = (BaseLayer) vertex.getLayerConf().getLayer();
            assertThat(layer.getIUpdater()).as(name).isEqualTo(new Sgd(0.25));
            assertThat(layer.getRegularization()).as(name).isNullOrEmpty();
        }
    }

    @Test
    void aGraphKeepsItsVerticesAndItsBatchNormKeepsVariances() throws IOException {
        ComputationGraph network = network(model(graph().toJson()), 5);
        assertThat(network.getConfiguration().getVertices().keySet())
                .containsExactlyInAnyOrder("conv", "norm", "sum", "pool", "output");
        assertThat(network.getLayer("norm").paramTable().keySet())
                .containsExactlyInAnyOrder("gamma", "beta", "mean", "var");
        assertThat(Networks.statistics(network).cardinality()).isEqualTo(6);
        ComputationGraph again = Networks.create(ComputationGraphConfiguration.fromJson(
                network.getConfiguration().toJson()));
        assertThat(again.getLayer("norm").paramTable()).containsKey("var");
        assertThat(network.outputSingle(Nd4j.rand(3, 1, 6, 5)).shape()).containsExactly(3, CLASSES);
    }

    @Test
    void itsHashIsThatOfTheFile() throws IOException {
        // As sha256sum says.
        assertThat(model("{}").hash()).isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(new Mlp(List.of(), org.meanfield.model.Activation.RELU, 0, 1).hash())
                .isEmpty();
    }

    @Test
    void aFileThatIsNoConfigurationIsRefused() throws IOException {
        String refused = "but must be the JSON of a ComputationGraphConfiguration or MultiLayerConfiguration (";
        assertThatRefused(model("layers: 3"), refused + "Unrecognized token 'layers'");
        assertThatRefused(model("{\"layers\": []}"), refused + "it has neither vertices nor confs)");
        assertThatRefused(model("{\"vertices\": 3}"), refused);
        assertThatRefused(model("{\"confs\": [{}]}"), refused);
        assertThatRefused(new Dl4j(folder + "/absent.json"), "/absent.json but must be a file that exists");
        assertThatThrownBy(() -> new Dl4j(folder + "/absent.json").hash()).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aFileThatNamesAClassOfNeitherDl4jNorNd4jIsRefused() throws IOException {
        String json = stack(30, CLASSES).toJson().replace(DenseLayer.class.getName(), "evil.Evil");
        Dl4j model = model(json);
        assertThatThrownBy(() -> Networks.configuration(model, INPUT, CLASSES, UnaryOperator.identity()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "class in %s is evil.Evil but must be a class of DL4J or ND4J, or one that"
                                + " spark.meanfield.allowedClasses names",
                        model.configuration());
    }

    @Test
    void aNetworkThatDoesNotFitTheDataIsRefused() throws IOException {
        String refused = "but must be a network for images of 1×6×5 in 4 classes (";
        assertThatRefused(model(stack(31, CLASSES).toJson()), refused + "layer layer0 takes 31 values but gets 30)");
        assertThatRefused(model(stack(30, 3).toJson()), refused + "its output for two images has the shape [2, 3])");
        assertThatRefused(
                model(layers(
                        new DenseLayer.Builder().nIn(30).nOut(5).build(),
                        output(5, CLASSES, Activation.SIGMOID, LossFunction.XENT))),
                refused + "its outputs are not probabilities: it has no softmax at its end)");
        assertThatRefused(
                model(layers(new DenseLayer.Builder()
                        .nIn(30)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())),
                refused + "it does not end in an output layer with a loss)");
        assertThatRefused(
                model(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new LSTM.Builder().nIn(5).nOut(5).build())
                        .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(5)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .build()
                        .toJson()),
                refused + "layer layer0 needs a time series)");
        // A convolution over more channels than the images have.
        assertThatRefused(
                model(layers(
                        new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(2).build(),
                        new GlobalPoolingLayer.Builder().build(),
                        output(2, CLASSES, Activation.SOFTMAX, LossFunction.MCXENT))),
                refused + "layer layer0 takes 3 values but gets 1)");
        assertThatRefused(
                model(layers(
                        new ConvolutionLayer.Builder(9, 9).nIn(1).nOut(2).build(),
                        new GlobalPoolingLayer.Builder().build(),
                        output(2, CLASSES, Activation.SOFTMAX, LossFunction.MCXENT))),
                refused);
    }

    @Test
    void aGraphOfTwoOutputsIsRefused() throws IOException {
        ComputationGraphConfiguration two = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("a", output(30, CLASSES, Activation.SOFTMAX, LossFunction.MCXENT), "pixels")
                .addLayer("b", output(30, CLASSES, Activation.SOFTMAX, LossFunction.MCXENT), "pixels")
                .setOutputs("a", "b")
                .build();
        assertThatRefused(
                model(two.toJson()), "but must be a network of one input and one output: it has [pixels] and [a, b]");
    }

    @Test
    void aLossLayerIsAnEndToo() throws IOException {
        Dl4j model = model(layers(
                new DenseLayer.Builder().nIn(30).nOut(CLASSES).build(),
                new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build()));
        assertThat(network(model, 1).numParams()).isEqualTo(30 * 4 + 4);
    }

    private void assertThatRefused(Dl4j model, String message) {
        assertThatThrownBy(() -> Networks.configuration(model, INPUT, CLASSES, UnaryOperator.identity()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("model.configuration is " + folder)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private Dl4j model(String json) throws IOException {
        return new Dl4j(Files.writeString(folder.resolve("model.json"), json).toString());
    }

    private static ComputationGraph network(Dl4j model, long seed) {
        ComputationGraph network = Networks.create(model, INPUT, CLASSES, UnaryOperator.identity());
        model.initialize(network, UNUSED, seed);
        return network;
    }

    private static org.deeplearning4j.nn.conf.MultiLayerConfiguration stack(int inputs, int classes) {
        return new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.UNIFORM)
                .l2(0.1)
                .updater(new AdaDelta())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(200)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(200, classes, Activation.SOFTMAX, LossFunction.MCXENT))
                .build();
    }

    private static String layers(org.deeplearning4j.nn.conf.layers.Layer... layers) {
        return new NeuralNetConfiguration.Builder().list(layers).build().toJson();
    }

    private static OutputLayer output(int inputs, int classes, Activation activation, LossFunction loss) {
        return new OutputLayer.Builder(loss)
                .nIn(inputs)
                .nOut(classes)
                .activation(activation)
                .build();
    }

    /** A residual block: names, input and output are not those of our graphs. */
    private static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .updater(new AdaDelta())
                .l2(0.1)
                .graphBuilder()
                .addInputs("pixels")
                .setInputTypes(InputType.convolutional(6, 5, 1))
                .addLayer(
                        "conv",
                        new ConvolutionLayer.Builder(3, 3).nOut(3).padding(1, 1).build(),
                        "pixels")
                .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv", "norm")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "sum")
                .addLayer(
                        "classes",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pool")
                .setOutputs("classes")
                .build();
    }
}
