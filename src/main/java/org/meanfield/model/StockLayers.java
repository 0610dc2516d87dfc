package org.meanfield.model;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.model.onednn.OneDnnBatchNorm;
import org.meanfield.model.onednn.OneDnnSum;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Conversion to networks of DL4J's own layers only, with the same parameters and the same results. */
public final class StockLayers {
    private static final String CLASS = NetworkJson.CLASS;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StockLayers() {}

    /**
     * Returns {@code network} with each oneDNN layer replaced by DL4J's. Meanfield's optimizers and schedules become
     * plain SGD, and its weight decay is left out: the result computes the same, but does not record how it was
     * trained.
     */
    public static ComputationGraphConfiguration of(ComputationGraphConfiguration network) {
        try {
            JsonNode tree = JSON.readTree(NetworkJson.toFile(network.toJson()));
            replace(tree);
            ComputationGraphConfiguration stock = ComputationGraphConfiguration.fromJson(tree.toString());
            network.getVertices().forEach((name, vertex) -> {
                if (endsInRelu(vertex)) {
                    putReluAfter(stock, name);
                }
            });
            return stock;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DL4J's JSON of a network cannot be read", e);
        }
    }

    /**
     * Copies the parameters of {@code own} to {@code stock}, a network of {@link #of}. They have the same names, and
     * with residual sums possibly another order, since a ReLU is a layer there.
     */
    public static void copyParameters(ComputationGraph own, ComputationGraph stock) {
        own.paramTable().forEach((name, values) -> stock.getParam(name).assign(values));
    }

    /** Puts DL4J's class in place of a name of ours. */
    private static void replace(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (isOurs(object)) {
                object.put(CLASS, stock(object.path(CLASS).asText()));
                object.remove(List.of("inputGradient", "relu"));
            }
            // An updater of DL4J may have one of our schedules.
            if (object.path("iupdater").toString().contains(TypeNames.PREFIX)) {
                object.putObject("iupdater")
                        .put(CLASS, "org.nd4j.linalg.learning.config.Sgd")
                        .put("learningRate", 0.001);
            }
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> kept = StreamSupport.stream(array.spliterator(), false)
                    .filter(element -> !isOurs(element))
                    .toList();
            array.removeAll().addAll(kept);
        }
        node.forEach(StockLayers::replace);
    }

    private static boolean isOurs(JsonNode node) {
        return node.path(CLASS).asText().startsWith(TypeNames.PREFIX);
    }

    private static String stock(String name) {
        return TypeNames.OURS
                .find(name)
                .flatMap(TypeNames.Type::stock)
                .orElseThrow(() -> new IllegalStateException("DL4J has no class for %s".formatted(name)));
    }

    /** Returns whether a vertex has a fused ReLU, which DL4J's does not have. */
    private static boolean endsInRelu(GraphVertex vertex) {
        return vertex instanceof OneDnnSum
                || (vertex instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() instanceof OneDnnBatchNorm norm
                        && norm.hasRelu());
    }

    private static void putReluAfter(ComputationGraphConfiguration network, String vertex) {
        String relu = vertex + "-relu";
        // With the settings common to all layers.
        NeuralNetConfiguration configuration = ((LayerVertex)
                        network.getVertices().get(Architecture.OUTPUT))
                .getLayerConf()
                .clone();
        ActivationLayer layer = new ActivationLayer.Builder()
                .activation(Activation.RELU)
                .name(relu)
                .build();
        configuration.setLayer(layer);
        configuration.setVariables(List.of());
        Map<String, List<String>> inputs = network.getVertexInputs();
        inputs.replaceAll((name, from) ->
                from.stream().map(input -> input.equals(vertex) ? relu : input).toList());
        inputs.put(relu, List.of(vertex));
        network.getVertices().put(relu, new LayerVertex(configuration, null));
    }
}
