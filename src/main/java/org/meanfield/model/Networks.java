package org.meanfield.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.Initializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Factory of DL4J networks from architectures. */
public final class Networks {
    private static final Set<String> STATISTICS = Set.of(
            BatchNormalizationParamInitializer.GLOBAL_MEAN,
            BatchNormalizationParamInitializer.GLOBAL_VAR,
            BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

    private Networks() {}

    /**
     * Returns DL4J's configuration of a network in single precision.
     *
     * @param input the shape of each image; the network takes [count, channels, height, width]
     * @param classes the number of classes, two or more; the network returns [count, classes]
     * @param training sets the training's part, such as the updater and the regularization
     * @throws InvalidInputException if images of this shape do not fit the architecture
     */
    public static ComputationGraphConfiguration configuration(
            Architecture architecture,
            ImageShape input,
            int classes,
            UnaryOperator<NeuralNetConfiguration.Builder> training) {
        Check.that(classes >= 2, "classes", classes, "at least 2");
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                // Not used, since weights are initialized here; DL4J's default would be the time of day.
                .seed(0)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.ZERO)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                // For DL4J's own convolutions: keeps their output for the backward pass, which would compute it again.
                .cacheMode(CacheMode.DEVICE);
        ComputationGraphConfiguration.GraphBuilder graph = training.apply(builder)
                .graphBuilder()
                .addInputs(Architecture.INPUT)
                .setInputTypes(InputType.convolutional(input.height(), input.width(), input.channels()))
                .setOutputs(Architecture.OUTPUT);
        architecture.addLayers(graph, input, classes);
        return withParameterNames(graph.build());
    }

    /**
     * Names the parameters as a network does when it is created. From JSON without these names DL4J 1.0.0-M2.1 reads
     * every batch norm as one that keeps logarithms of variances.
     */
    private static ComputationGraphConfiguration withParameterNames(ComputationGraphConfiguration configuration) {
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layerVertex) {
                NeuralNetConfiguration layer = layerVertex.getLayerConf();
                layer.getLayer().initializer().paramKeys(layer.getLayer()).forEach(layer::addVariable);
            }
        }
        return configuration;
    }

    /** Returns a network of this architecture whose weights are zero; see {@link #configuration} and {@link #create}. */
    public static ComputationGraph create(
            Architecture architecture,
            ImageShape input,
            int classes,
            UnaryOperator<NeuralNetConfiguration.Builder> training) {
        return create(configuration(architecture, input, classes, training));
    }

    /**
     * Returns a network whose weights are zero, with its own copy of the configuration: DL4J keeps dropout masks inside
     * the configuration, so two networks must not share one. It reseeds ND4J's random generator of the calling thread.
     */
    public static ComputationGraph create(ComputationGraphConfiguration configuration) {
        ComputationGraphConfiguration own = configuration.clone();
        Freeze.fix(own);
        ComputationGraph network = new ComputationGraph(own);
        network.init();
        return network;
    }

    /** Returns a configuration that computes the same, without optimizer and weight decay. */
    public static ComputationGraphConfiguration withoutOptimizer(ComputationGraphConfiguration trained) {
        ComputationGraphConfiguration copy = trained.clone();
        for (GraphVertex vertex : copy.getVertices().values()) {
            if (vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof BaseLayer base) {
                base.setIUpdater(new Sgd());
                base.setRegularization(new ArrayList<>());
            }
        }
        return copy;
    }

    /**
     * Initializes every parameter: weights from {@code initializer}; biases, shifts and means 0; scales and variances
     * 1. The random stream is that of the layer's index among layers with weights, so inserting a dropout or a batch
     * norm changes no weight.
     */
    public static void initialize(ComputationGraph network, Initializer initializer, long seed) {
        int place = 0;
        for (Layer layer : network.getLayers()) {
            for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
                INDArray values = parameter.getValue();
                switch (parameter.getKey()) {
                    case "W" -> fill(values, initializer, Seeds.stream(seed, Seeds.Purpose.INITIALIZE, place++));
                    case "b", "beta", "mean" -> values.assign(0);
                    case "gamma", "var" -> values.assign(1);
                    default -> throw new IllegalStateException(
                            "No initial value is defined for parameter %s of layer %s"
                                    .formatted(
                                            parameter.getKey(),
                                            layer.conf().getLayer().getLayerName()));
                }
            }
        }
    }

    /** Returns the indices, in the flat parameter vector, of running statistics that training changes: not those of frozen layers. */
    public static BitSet statistics(ComputationGraph network) {
        BitSet places = new BitSet();
        for (Layer layer : network.getLayers()) {
            layer.paramTable().forEach((name, values) -> {
                if (layer.conf().getLayer() instanceof BatchNormalization norm
                        && !Freeze.isFrozen(norm.getIUpdater())
                        && STATISTICS.contains(name)) {
                    int offset = Math.toIntExact(values.offset());
                    places.set(offset, offset + Math.toIntExact(values.length()));
                }
            });
        }
        return places;
    }

    /** Fills DL4J's weights: [in, out] of a dense layer, [out, in, height, width] of a convolution. */
    private static void fill(INDArray weights, Initializer initializer, SplittableRandom random) {
        boolean dense = weights.rank() == 2;
        INDArray byOutput = dense ? weights.transpose() : weights;
        long[] shape = byOutput.shape();
        int fanIn = Math.toIntExact(weights.length() / shape[0]);
        int fanOut = Math.toIntExact(weights.length() / shape[1]);
        float[] values = new float[Math.toIntExact(weights.length())];
        initializer.fill(values, fanIn, fanOut, random);
        byOutput.assign(Nd4j.createFromArray(values).reshape('c', shape));
    }
}
