package org.meanfield.engine.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.Architecture;
import org.meanfield.model.Networks;
import org.meanfield.model.onednn.FixableParameters;
import org.meanfield.model.onednn.OneDnnGlobalAverage;
import org.meanfield.model.onednn.OneDnnPooling;
import org.meanfield.model.onednn.OneDnnSum;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.Objective;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Gradients with respect to the input, by a network of their own: DL4J's training pass of layers that in it compute what they
 * compute for inference, with an {@link InputTap} behind the input.
 */
final class InputGradients {
    private static final String TAP = "meanfield-input-tap";

    /** Layers that compute the same in training as in inference, once they have no dropout. */
    private static final Set<Class<?>> KNOWN = Set.of(
            DenseLayer.class,
            OutputLayer.class,
            ConvolutionLayer.class,
            SubsamplingLayer.class,
            GlobalPoolingLayer.class,
            ActivationLayer.class,
            DropoutLayer.class,
            OneDnnPooling.class,
            OneDnnGlobalAverage.class);

    private static final Set<Class<?>> KNOWN_VERTICES =
            Set.of(ElementWiseVertex.class, MergeVertex.class, OneDnnSum.class);

    private final ComputationGraph network;
    private final InputTap.Vertex tap;

    /**
     * Creates them for networks of {@code settings}.
     *
     * @throws InvalidInputException if one of the layers is not known here
     */
    InputGradients(LearnerSettings settings) {
        check(settings);
        ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(settings.configuration());
        NoDropout.in(configuration);
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof FixableParameters parameters) {
                parameters.fixParameters();
            }
        }
        ComputationGraph plain = settings.network();
        addTap(configuration, plain);
        this.network = Networks.create(configuration);
        this.tap = (InputTap.Vertex) network.getVertex(TAP);
    }

    /** Behind the input, and elsewhere in the order of the plain network, which is that of its parameters. */
    private static void addTap(ComputationGraphConfiguration configuration, ComputationGraph plain) {
        Map<String, List<String>> inputs = configuration.getVertexInputs();
        inputs.replaceAll((name, from) -> from.stream()
                .map(input -> input.equals(Architecture.INPUT) ? TAP : input)
                .toList());
        inputs.put(TAP, List.of(Architecture.INPUT));
        int last = plain.getVertices().length;
        configuration.getVertices().put(TAP, new InputTap());
        int[] order = plain.topologicalSortOrder();
        configuration.setTopologicalOrder(IntStream.concat(
                        IntStream.of(order[0], last), Arrays.stream(order).skip(1))
                .toArray());
        List<String> names = new ArrayList<>(Arrays.stream(order)
                .mapToObj(index -> plain.getVertices()[index].getVertexName())
                .toList());
        names.add(1, TAP);
        configuration.setTopologicalOrderStr(names);
    }

    /**
     * Checks that every layer is known here.
     *
     * @throws InvalidInputException if one is not
     */
    static void check(LearnerSettings settings) {
        ComputationGraphConfiguration.fromJson(settings.configuration())
                .getVertices()
                .forEach((name, vertex) -> {
                    Class<?> type = vertex instanceof LayerVertex layer
                            ? layer.getLayerConf().getLayer().getClass()
                            : vertex.getClass();
                    boolean known = vertex instanceof LayerVertex layer
                            ? isKnown(layer.getLayerConf().getLayer())
                            : KNOWN_VERTICES.contains(type);
                    if (!known) {
                        throw new InvalidInputException(
                                "layer %s of the network is %s but must be one with a gradient of its input (%s)"
                                        .formatted(
                                                name,
                                                type.getSimpleName(),
                                                "one of Meanfield's, or DL4J's dense, convolution, pooling, activation,"
                                                        + " dropout or softmax output"));
                    }
                });
    }

    private static boolean isKnown(Layer layer) {
        if (layer instanceof BaseLayer base
                && (base.getWeightNoise() != null || base.getActivationFn() instanceof ActivationRReLU)) {
            return false;
        }
        if (layer instanceof ActivationLayer activation && activation.getActivationFn() instanceof ActivationRReLU) {
            return false;
        }
        if (layer instanceof OutputLayer output
                && !(output.getActivationFn() instanceof ActivationSoftmax
                        && output.getLossFn() instanceof LossMCXENT loss
                        && loss.getWeights() == null)) {
            return false;
        }
        return layer instanceof FixableParameters || KNOWN.contains(layer.getClass());
    }

    /**
     * Returns the gradient with respect to each feature, in c order.
     *
     * @param features [examples, channels, height, width]
     * @param targets [examples, classes]
     */
    float[] of(float[] parameters, INDArray features, INDArray targets, Objective objective) {
        NetworkState.loadParameters(parameters, network);
        // The gradient of the loss with respect to the scores is p − t, which with p − t in the place of t is t.
        INDArray labels = objective == Objective.LOSS
                ? targets
                : network.outputSingle(false, features).sub(targets);
        network.setInput(0, features);
        network.setLabel(0, labels);
        network.computeGradientAndScore();
        network.clearLayersStates();
        return tap.gradient();
    }
}
