package org.meanfield.engine.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.Networks;
import org.meanfield.testing.Jobs;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.optimizer.ConstantSchedule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Holds libtorch's operations to DL4J's own layers, as a {@code model: {type: dl4j}} may have them. */
final class TorchLayersTest {
    private static TrainJob job;

    @BeforeAll
    static void job() {
        job = Jobs.tiny("train.batch=7", "train.epochs=20", "train.optimizer.learning-rate=0.01");
        job.instructionSet().load();
    }

    /** Layers between the images of 3×32×32 and a dense layer. */
    static Map<String, List<Layer>> layers() {
        Map<String, List<Layer>> cases = new TreeMap<>();
        cases.put("valid", List.of(convolution(3, 1, 0, 1, ConvolutionMode.Truncate)));
        cases.put("padded", List.of(convolution(3, 2, 2, 1, ConvolutionMode.Truncate)));
        cases.put("same, even kernel", List.of(convolution(4, 1, 0, 1, ConvolutionMode.Same)));
        cases.put("same, stride", List.of(convolution(5, 3, 0, 1, ConvolutionMode.Same)));
        cases.put("dilated", List.of(convolution(3, 2, 1, 2, ConvolutionMode.Truncate)));
        cases.put("dilated, same", List.of(convolution(3, 1, 0, 3, ConvolutionMode.Same)));
        cases.put("point with stride", List.of(convolution(1, 2, 0, 1, ConvolutionMode.Same)));
        cases.put("point with padding", List.of(convolution(1, 3, 1, 1, ConvolutionMode.Truncate)));
        cases.put("max pool", List.of(pooling(PoolingType.MAX, 3, 2, 1, ConvolutionMode.Truncate)));
        cases.put("max pool, same", List.of(pooling(PoolingType.MAX, 3, 2, 0, ConvolutionMode.Same)));
        cases.put("average pool", List.of(pooling(PoolingType.AVG, 2, 2, 0, ConvolutionMode.Truncate)));
        cases.put("average pool, padded", List.of(pooling(PoolingType.AVG, 3, 2, 1, ConvolutionMode.Truncate)));
        cases.put("average pool, same", List.of(pooling(PoolingType.AVG, 3, 2, 0, ConvolutionMode.Same)));
        cases.put("global max", List.of(new GlobalPoolingLayer(PoolingType.MAX)));
        cases.put("global average", List.of(new GlobalPoolingLayer(PoolingType.AVG)));
        cases.put(
                "no bias",
                List.of(new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .hasBias(false)
                        .activation(Activation.TANH)
                        .build()));
        cases.put("batch norm of images", List.of(norm(), convolution(3, 2, 1, 1, ConvolutionMode.Truncate)));
        cases.put(
                "batch norm of rows",
                List.of(
                        new DenseLayer.Builder()
                                .nOut(6)
                                .hasBias(false)
                                .activation(Activation.ELU)
                                .build(),
                        norm()));
        return cases;
    }

    private static Layer convolution(int kernel, int stride, int padding, int dilation, ConvolutionMode mode) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .nOut(3)
                .stride(stride, stride + 1)
                .padding(padding, padding)
                .dilation(dilation, dilation)
                .convolutionMode(mode)
                .activation(Activation.RELU)
                .build();
    }

    private static Layer pooling(PoolingType type, int kernel, int stride, int padding, ConvolutionMode mode) {
        return new SubsamplingLayer.Builder(type, new int[] {kernel, kernel})
                .stride(stride, stride)
                .padding(padding, padding)
                .convolutionMode(mode)
                .build();
    }

    private static Layer norm() {
        return new BatchNormalization.Builder()
                .decay(0.8)
                .eps(1e-3)
                .useLogStd(false)
                .build();
    }

    static List<String> names() {
        return List.copyOf(layers().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyLayer(String name) throws InterruptedException {
        check(graph(graph -> {
            String below = "input";
            for (Layer layer : layers().get(name)) {
                String own = "layer" + graph.getVertices().size();
                graph.addLayer(own, layer, below);
                below = own;
            }
            return below;
        }));
    }

    @Test
    void aSumOfThree() throws InterruptedException {
        check(graph(graph -> {
            for (String name : List.of("a", "b", "c")) {
                graph.addLayer(name, convolution(3, 2, 1, 1, ConvolutionMode.Truncate), "input");
            }
            graph.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b", "c");
            return "sum";
        }));
    }

    private void check(LearnerSettings settings) throws InterruptedException {
        ComputationGraph network = settings.network();
        Networks.initialize(network, job.initializer(), 3);
        new Parity(job, settings).check(NetworkState.of(network, 0));
    }

    /** Layers from the input to the one that is returned. */
    private interface Body {
        String add(GraphBuilder graph);
    }

    private static LearnerSettings graph(Body body) {
        GraphBuilder graph = job.train()
                .optimizer()
                .configure(new NeuralNetConfiguration.Builder().seed(1), new ConstantSchedule(0), 60)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(32, 32, 3))
                .setOutputs("output");
        graph.addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build(),
                body.add(graph));
        ComputationGraphConfiguration configuration = graph.build();
        return new LearnerSettings(
                named(configuration).toJson(),
                new ImageShape(3, 32, 32),
                10,
                new GradientClipping.None(),
                5,
                Parity.ENGINE);
    }

    /** As {@link Networks} does: without the names of parameters DL4J reads another batch norm from its JSON. */
    private static ComputationGraphConfiguration named(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return network.getConfiguration();
    }

    static Map<String, Body> refused() {
        Map<String, Body> cases = new TreeMap<>();
        cases.put(
                "layer a of the network is DepthwiseConvolution2D but",
                graph -> with(
                        graph,
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(1)
                                .build()));
        cases.put(
                "layer a of the network is the dropout GaussianDropout but",
                graph -> with(graph, new DropoutLayer.Builder(new GaussianDropout(0.5)).build()));
        cases.put(
                "layer a of the network is the activation cube but",
                graph -> with(
                        graph,
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(Activation.CUBE)
                                .build()));
        cases.put(
                "layer a of the network is DenseLayer with a constraint but",
                graph -> with(
                        graph,
                        new DenseLayer.Builder()
                                .nOut(3)
                                .constrainWeights(new NonNegativeConstraint())
                                .build()));
        cases.put(
                "layer a of the network is BatchNormalization with logarithms of deviations but",
                graph -> with(graph, new BatchNormalization.Builder().build()));
        cases.put(
                "layer a of the network is SubsamplingLayer with pooling PNORM but",
                graph -> with(
                        graph,
                        new SubsamplingLayer.Builder(PoolingType.PNORM, new int[] {2, 2})
                                .pnorm(2)
                                .build()));
        cases.put("layer a of the network is ScaleVertex but", graph -> {
            graph.addVertex("a", new ScaleVertex(2), "input");
            return "a";
        });
        return cases;
    }

    private static String with(GraphBuilder graph, Layer layer) {
        graph.addLayer("a", layer, "input");
        return "a";
    }

    static List<String> refusals() {
        return List.copyOf(refused().keySet());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void anotherLayerIsOneLine(String message) {
        LearnerSettings settings = graph(refused().get(message));
        assertThatThrownBy(() -> TorchLearner.check(settings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message + " must be one that engine torch takes")
                .hasMessageEndingWith(": engine: {type: dl4j} takes it")
                .hasMessageNotContaining("\n");
    }
}
