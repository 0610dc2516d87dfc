package org.meanfield.model.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.image.ImageShape;
import org.meanfield.model.Architecture;

/**
 * A classifier as an ONNX model of opset {@value #OPSET}: from pixels in [0, 255], [batch, channels, height, width], to the
 * probability of each class, [batch, classes]. Normalization and softmax are nodes of its graph, the first dimension is free.
 *
 * <p>The messages are those of ONNX's published schema, {@code onnx.proto}, whose Java classes ND4J contains.
 *
 * @param network of DL4J's own layers, from {@link Architecture#INPUT} to {@link Architecture#OUTPUT}
 * @param shape of the images
 * @param normalization of the pixels, each divided by 255 first
 * @param metadata the model's properties
 */
public record OnnxModel(
        ComputationGraph network, ImageShape shape, Normalization normalization, Map<String, String> metadata) {
    /** The version of ONNX's operators: of ONNX 1.8 (2020), which also the exporters of PyTorch and Keras write. */
    public static final int OPSET = 13;
    /** The name of the input. */
    public static final String INPUT = "pixels";
    /** The name of the output. */
    public static final String OUTPUT = "probabilities";

    private static final int IR_VERSION = 7;
    private static final int LEVELS = 255;

    /**
     * Returns the bytes of the file.
     *
     * @param classes number of outputs
     * @param version of the program
     * @throws InvalidInputException if the network has a layer that the operators here cannot express
     */
    public byte[] bytes(int classes, PixelType type, String version) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setProducerName("meanfield")
                .setProducerVersion(version)
                .setGraph(graph(classes, type));
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private GraphProto graph(int classes, PixelType type) {
        OnnxGraph graph = new OnnxGraph();
        Map<String, String> results = new HashMap<>();
        String pixels = graph.input(INPUT, type.type(), shape.channels(), shape.height(), shape.width());
        results.put(Architecture.INPUT, normalized(graph, pixels, type));
        ComputationGraphConfiguration configuration = network.getConfiguration();
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            if (!name.equals(Architecture.INPUT)) {
                List<String> inputs = configuration.getVertexInputs().get(name).stream()
                        .map(results::get)
                        .toList();
                results.put(name, add(graph, name, configuration.getVertices().get(name), inputs));
            }
        }
        return graph.withOutput(results.get(Architecture.OUTPUT), OUTPUT, classes);
    }

    /** As {@link Normalization#table}: (level / 255 − mean) / std, in the same order of operations. */
    private String normalized(OnnxGraph graph, String pixels, PixelType type) {
        String name = Architecture.INPUT;
        String floats = type == PixelType.FLOAT
                ? pixels
                : graph.node(name, "Cast", List.of(pixels), OnnxGraph.attribute("to", (long)
                        PixelType.FLOAT.type().getNumber()));
        long[] perChannel = {1, shape.channels(), 1, 1};
        String levels = graph.constant(name, "levels", new float[] {LEVELS});
        String mean = graph.constant(name, "mean", normalization.mean(), perChannel);
        String std = graph.constant(name, "std", normalization.std(), perChannel);
        String shares = graph.node(name + "/scale", "Div", List.of(floats, levels));
        return graph.node(name, "Div", List.of(graph.node(name, "Sub", List.of(shares, mean)), std));
    }

    private String add(OnnxGraph graph, String name, GraphVertex vertex, List<String> inputs) {
        try {
            if (vertex instanceof LayerVertex layer) {
                OnnxLayers layers =
                        new OnnxLayers(graph, name, network.getLayer(name).paramTable());
                String input = layer.getPreProcessor() == null
                        ? inputs.get(0)
                        : flattened(layers, layer.getPreProcessor(), inputs);
                return layers.add(layer.getLayerConf().getLayer(), input);
            }
            if (vertex.getClass() == ElementWiseVertex.class
                    && ((ElementWiseVertex) vertex).getOp() == ElementWiseVertex.Op.Add) {
                return graph.node(name, "Sum", inputs);
            }
            throw new IllegalArgumentException(vertex.getClass().getSimpleName());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "layer %s of the network is %s but must be one that ONNX export takes (%s)"
                            .formatted(name, e.getMessage(), OnnxLayers.KNOWN),
                    e);
        }
    }

    private static String flattened(OnnxLayers layers, InputPreProcessor preprocessor, List<String> inputs) {
        if (!(preprocessor instanceof CnnToFeedForwardPreProcessor flatten)
                || flatten.getFormat() != CNN2DFormat.NCHW) {
            throw new IllegalArgumentException(
                    "behind the preprocessor " + preprocessor.getClass().getSimpleName());
        }
        return layers.flatten(inputs.get(0));
    }
}
