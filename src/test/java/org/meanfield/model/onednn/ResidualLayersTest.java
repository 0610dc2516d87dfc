package org.meanfield.model.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.image.ImageShape;
import org.meanfield.model.Architecture;
import org.meanfield.model.Networks;
import org.meanfield.model.Resnet;
import org.meanfield.model.StockLayers;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Holds a residual network, with its sums and its global average through oneDNN, to one of DL4J's own layers. */
final class ResidualLayersTest {
    private static final int CLASSES = 5;
    private static final Resnet RESNET = new Resnet(List.of(4, 6), 1, 0);

    /** Elsewhere every network here would be DL4J's own, and nothing compared. */
    @BeforeEach
    void needsOneDnn() {
        assertThat(NativeBackend.usesOneDnn()).isTrue();
    }

    /** The way around uxlfoundation/oneDNN#6035. */
    @Test
    void aStridedConvolutionOfOnePixelAndFewChannelsHasTheGradientOfDl4j() {
        ImageShape shape = new ImageShape(3, 32, 32);
        ComputationGraph own = own(shape, DataType.FLOAT);
        ComputationGraph stock = stockLike(own, shape);
        INDArray features = features(shape, 32);

        Map<String, INDArray> gradient = gradient(own, features);

        gradient(stock, features).forEach((name, values) -> {
            if (name.matches("conv._W")) {
                assertClose(name, gradient.get(name), values, 1e-3);
            }
        });
    }

    /** Against double precision, as {@link OneDnnLayersTest}. */
    @ParameterizedTest
    @CsvSource({"3, 9, 8, 7", "1, 8, 8, 1", "3, 17, 16, 3", "2, 7, 5, 16"})
    void resultsAndGradientsAreThoseOfDl4j(int channels, int height, int width, int images) {
        ImageShape shape = new ImageShape(channels, height, width);
        ComputationGraph own = own(shape, DataType.FLOAT);
        ComputationGraph stock = stockLike(own, shape);
        INDArray features = features(shape, images);

        Map<String, INDArray> actual = own.feedForward(features, false);
        Map<String, INDArray> expected = stock.feedForward(features.castTo(DataType.DOUBLE), false);
        for (String name : new String[] {"conv1", "sum1", "conv5", "conv6", "sum2", "average1", "output"}) {
            String there = name.startsWith("sum") ? name + "-relu" : name;
            assertClose(name, actual.get(name), expected.get(there), 1e-5);
        }
        Map<String, INDArray> gradient = gradient(own, features);
        Map<String, INDArray> wanted = gradient(stock, features);
        assertThat(gradient.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, values) -> {
            // Before a batch norm a bias has no effect, and its gradient is rounding.
            if (!name.matches("conv._b")) {
                assertClose(name, gradient.get(name), values, 2e-5);
            }
        });
    }

    @Test
    void inDoublePrecisionTheLayersAreDl4js() {
        ImageShape shape = new ImageShape(3, 9, 8);
        ComputationGraph own = own(shape, DataType.DOUBLE);
        ComputationGraph stock = stockLike(own, shape);
        INDArray features = features(shape, 4);

        Map<String, INDArray> actual = gradient(own, features);
        gradient(stock, features).forEach((name, values) -> {
            if (!name.matches("conv._b")) {
                assertClose(name, actual.get(name), values, 1e-12);
            }
        });
    }

    /** A layer that put them elsewhere would cost a copy of every image at the next one. */
    @Test
    void imagesAndTheirGradientsAreChannelsLastThroughout() {
        ImageShape shape = new ImageShape(3, 9, 8);
        ComputationGraph network = own(shape, DataType.FLOAT);
        INDArray features = features(shape, 4);

        network.feedForward(features, true).forEach((name, images) -> {
            if (images.rank() == 4 && !name.equals(Architecture.INPUT)) {
                assertThat(images.stride(1)).as(name).isEqualTo(1);
            }
        });
        network.setInputs(features);
        network.setLabels(labels(4, DataType.FLOAT));
        network.computeGradientAndScore();
        for (GraphVertex vertex : network.getVertices()) {
            INDArray gradient = vertex.getEpsilon();
            if (gradient != null && gradient.rank() == 4) {
                assertThat(gradient.stride(1)).as(vertex.getVertexName()).isEqualTo(1);
            }
        }
    }

    @Test
    void jsonKeepsTheSumsAndTheAverage() {
        ImageShape shape = new ImageShape(3, 9, 8);
        ComputationGraph network = own(shape, DataType.FLOAT);
        ComputationGraph again = Networks.create(ComputationGraphConfiguration.fromJson(
                network.getConfiguration().toJson()));
        again.params().assign(network.params());
        INDArray features = features(shape, 4);

        assertThat(gradient(again, features)).isEqualTo(gradient(network, features));
    }

    @Test
    void theExportComputesTheSame() {
        ImageShape shape = new ImageShape(3, 9, 8);
        ComputationGraph network = own(shape, DataType.FLOAT);
        ComputationGraphConfiguration stock = StockLayers.of(network.getConfiguration());
        ComputationGraph export = Networks.create(stock);
        StockLayers.copyParameters(network, export);
        INDArray features = features(shape, 4);

        assertThat(stock.toJson()).doesNotContain("meanfield");
        assertClose("output", export.outputSingle(features), network.outputSingle(features), 1e-5);
        assertThat(export.paramTable().keySet()).isEqualTo(network.paramTable().keySet());
    }

    /** DL4J's own layers in double precision, with the parameters of {@code own}. */
    private static ComputationGraph stockLike(ComputationGraph own, ImageShape shape) {
        ComputationGraph stock = stock(shape, DataType.DOUBLE);
        StockLayers.copyParameters(own, stock);
        return stock;
    }

    private static ComputationGraph own(ImageShape shape, DataType type) {
        ComputationGraph network = Networks.create(Networks.configuration(
                RESNET, shape, CLASSES, builder -> builder.dataType(type).updater(new Nesterovs(0.01, 0.9))));
        Networks.initialize(network, new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 5);
        return network;
    }

    /** The same from DL4J's layers, written down by hand. */
    private static ComputationGraph stock(ImageShape shape, DataType type) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Nesterovs(0.01, 0.9))
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(shape.height(), shape.width(), shape.channels()))
                .setOutputs("output");
        convolution(graph, 1, 4, 3, 1, "input");
        relu(graph, "norm1");
        convolution(graph, 2, 4, 3, 1, "norm1-relu");
        relu(graph, "norm2");
        convolution(graph, 3, 4, 3, 1, "norm2-relu");
        graph.addVertex("sum1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm3", "norm1-relu");
        relu(graph, "sum1");
        convolution(graph, 4, 6, 3, 2, "sum1-relu");
        relu(graph, "norm4");
        convolution(graph, 5, 6, 3, 1, "norm4-relu");
        convolution(graph, 6, 6, 1, 2, "sum1-relu");
        graph.addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm5", "norm6");
        relu(graph, "sum2");
        graph.addLayer("average1", new GlobalPoolingLayer(PoolingType.AVG), "sum2-relu");
        graph.addLayer(
                "output",
                new OutputLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build(),
                "average1");
        return Networks.create(graph.build());
    }

    private static void convolution(GraphBuilder graph, int number, int filters, int kernel, int stride, String from) {
        graph.addLayer(
                "conv" + number,
                new ConvolutionLayer.Builder(kernel, kernel)
                        .nOut(filters)
                        .stride(stride, stride)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .build(),
                from);
        graph.addLayer(
                "norm" + number,
                new BatchNormalization.Builder().useLogStd(false).build(),
                "conv" + number);
    }

    private static void relu(GraphBuilder graph, String from) {
        graph.addLayer(from + "-relu", new ActivationLayer(Activation.RELU), from);
    }

    private static Map<String, INDArray> gradient(ComputationGraph network, INDArray features) {
        DataType type = network.params().dataType();
        network.setInputs(features.castTo(type));
        network.setLabels(labels(features.size(0), type));
        network.computeGradientAndScore();
        return network.gradient().gradientForVariable();
    }

    private static INDArray labels(long images, DataType type) {
        INDArray labels = Nd4j.zeros(type, images, CLASSES);
        for (int i = 0; i < images; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }

    private static INDArray features(ImageShape shape, int images) {
        INDArray features = Nd4j.create(DataType.FLOAT, images, shape.channels(), shape.height(), shape.width());
        Random random = new Random(images);
        for (long i = 0; i < features.length(); i++) {
            features.putScalar(i, random.nextGaussian());
        }
        return features;
    }

    private static void assertClose(String name, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        assertThat(actual.castTo(expected.dataType())
                        .sub(expected)
                        .norm2Number()
                        .doubleValue())
                .as(name)
                .isLessThanOrEqualTo(tolerance * expected.norm2Number().doubleValue());
    }
}
