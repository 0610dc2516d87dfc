package org.meanfield.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.Initializer;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The user's own network: a file with the JSON of DL4J's {@code ComputationGraphConfiguration}, or of its {@code
 * MultiLayerConfiguration}, which is converted to a graph. It takes images of [count, channels, height, width] and ends
 * in an output layer with a softmax over the classes.
 *
 * <p>The file names classes: those of DL4J, of ND4J and of the setting {@code spark.meanfield.allowedClasses} are loaded, and no
 * others. It defines the layers with their activations, losses, dropout, constraints and weight init; initial weights
 * are drawn accordingly from the job's seed, and the job's {@code initializer} is not used. Optimizer, learning rate
 * and weight decay are the job's, not the file's. Batch norm keeps its running variance itself, not its logarithm as by
 * default in DL4J, whose mean over workers would be geometric. The layers are DL4J's, which on a CPU are several times
 * slower than Meanfield's own.
 *
 * @param configuration path of the file: local, {@code hdfs://} or {@code s3a://}
 */
public record Dl4j(String configuration) implements Architecture {
    private static final String KEY = "model.configuration";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A vertex and its inputs, by their names in our graphs. */
    private record Vertex(GraphVertex vertex, List<String> inputs) {}

    @Override
    public void addLayers(GraphBuilder graph, ImageShape input, int classes) {
        Map<String, Vertex> vertices = vertices();
        new Dl4jTrial(KEY, configuration, input, classes).check(trial -> add(vertices, trial), widths(vertices));
        add(vertices, graph);
    }

    /** Draws the weights by the weight init of the file's layers. */
    @Override
    public void initialize(ComputationGraph network, Initializer initializer, long seed) {
        int place = 0;
        for (Layer layer : network.getLayers()) {
            if (layer.numParams() > 0) {
                Nd4j.getRandom().setSeed(Seeds.of(seed, Seeds.Purpose.INITIALIZE, place++));
                layer.conf().getLayer().initializer().init(layer.conf(), layer.params(), true);
            }
        }
    }

    @Override
    public String hash() {
        return Sha256.of(Storage.read(existing()));
    }

    private Map<String, Vertex> vertices() {
        String json = new String(Storage.read(existing()), StandardCharsets.UTF_8);
        try {
            JsonNode tree = JSON.readTree(json);
            if (!tree.has("vertices") && !tree.has("confs")) {
                throw wrong("it has neither vertices nor confs");
            }
            Map<String, Vertex> vertices = tree.has("vertices")
                    ? ofGraph(ComputationGraphConfiguration.fromJson(
                            NetworkJson.fromFile(configuration, json, ComputationGraphConfiguration.class)))
                    : ofStack(MultiLayerConfiguration.fromJson(
                            NetworkJson.fromFile(configuration, json, MultiLayerConfiguration.class)));
            vertices.forEach((name, vertex) -> {
                if (vertex.vertex() instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() == null) {
                    throw wrong("layer %s is empty".formatted(name));
                }
            });
            return vertices;
        } catch (InvalidInputException e) {
            throw e;
        } catch (JsonProcessingException | RuntimeException e) { // DL4J wraps the exceptions of its own Jackson
            throw wrong(Reason.line(e));
        }
    }

    private Map<String, Vertex> ofGraph(ComputationGraphConfiguration file) {
        List<String> inputs = file.getNetworkInputs();
        List<String> outputs = file.getNetworkOutputs();
        Check.that(
                inputs.size() == 1 && outputs.size() == 1,
                KEY,
                configuration,
                "a network of one input and one output: it has %s and %s".formatted(inputs, outputs));
        Map<String, String> names = new HashMap<>();
        names.put(outputs.get(0), OUTPUT);
        names.put(inputs.get(0), INPUT);
        Map<String, Vertex> vertices = new LinkedHashMap<>();
        file.getVertices()
                .forEach((name, vertex) -> vertices.put(
                        names.getOrDefault(name, name),
                        new Vertex(
                                vertex,
                                file.getVertexInputs().get(name).stream()
                                        .map(from -> names.getOrDefault(from, from))
                                        .toList())));
        return vertices;
    }

    private static Map<String, Vertex> ofStack(MultiLayerConfiguration file) {
        Map<String, Vertex> vertices = new LinkedHashMap<>();
        List<NeuralNetConfiguration> layers = new ArrayList<>(file.getConfs());
        String below = INPUT;
        for (int i = 0; i < layers.size(); i++) {
            String name = i == layers.size() - 1 ? OUTPUT : "layer" + i;
            LayerVertex vertex = new LayerVertex(layers.get(i), file.getInputPreProcess(i));
            vertices.put(name, new Vertex(vertex, List.of(below)));
            below = name;
        }
        return vertices;
    }

    private static void add(Map<String, Vertex> vertices, GraphBuilder graph) {
        vertices.forEach((name, vertex) -> {
            String[] inputs = vertex.inputs().toArray(String[]::new);
            if (vertex.vertex() instanceof LayerVertex layerVertex) {
                graph.addLayer(name, ownTraining(layerVertex), layerVertex.getPreProcessor(), inputs);
            } else {
                graph.addVertex(name, vertex.vertex().clone(), inputs);
            }
        });
    }

    /** Removes the layer's training settings, so that it takes those of the graph's builder, which are the job's. */
    private static org.deeplearning4j.nn.conf.layers.Layer ownTraining(LayerVertex vertex) {
        org.deeplearning4j.nn.conf.layers.Layer layer =
                vertex.getLayerConf().getLayer().clone();
        if (layer instanceof BaseLayer base) {
            base.setIUpdater(null);
            base.setBiasUpdater(null);
            base.setRegularization(null);
            base.setRegularizationBias(null);
            base.setDataType(DataType.FLOAT);
        }
        if (layer instanceof BatchNormalization norm) {
            norm.setUseLogStd(false);
        }
        return layer;
    }

    /** Returns the number of inputs of each layer for which the file gives it. */
    private static Map<String, Long> widths(Map<String, Vertex> vertices) {
        Map<String, Long> widths = new LinkedHashMap<>();
        vertices.forEach((name, vertex) -> Dl4jTrial.width(vertex.vertex()).ifPresent(n -> widths.put(name, n)));
        return widths;
    }

    private String existing() {
        Check.that(Storage.isFile(configuration), KEY, configuration, "a file that exists");
        return configuration;
    }

    private InvalidInputException wrong(String reason) {
        return new InvalidInputException(
                "%s is %s but must be the JSON of a ComputationGraphConfiguration or MultiLayerConfiguration (%s)"
                        .formatted(KEY, configuration, reason));
    }
}
