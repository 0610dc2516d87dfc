package org.meanfield.engine.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.engine.torch.Operation.Simple;
import org.meanfield.model.Architecture;
import org.meanfield.model.onednn.OneDnnSum;

/**
 * A DL4J network as libtorch's operations.
 *
 * @param nodes its vertices in the order in which they are computed
 */
record TorchGraph(List<Node> nodes) {
    /** A vertex, and the vertices that its inputs come from. */
    private record Node(String name, Operation operation, List<String> inputs) {}

    /**
     * Returns that of a network.
     *
     * @throws InvalidInputException if it has something that is not known here
     */
    static TorchGraph of(ComputationGraph network) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        List<Node> nodes = new ArrayList<>();
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            if (!name.equals(Architecture.INPUT)) {
                nodes.add(new Node(
                        name,
                        operation(name, configuration.getVertices().get(name)),
                        configuration.getVertexInputs().get(name)));
            }
        }
        return new TorchGraph(nodes);
    }

    private static Operation operation(String name, GraphVertex vertex) {
        try {
            if (vertex instanceof LayerVertex layer) {
                Simple own = Layers.of(name, layer.getLayerConf().getLayer());
                return layer.getPreProcessor() == null
                        ? own
                        : flatten(layer.getPreProcessor()).then(own);
            }
            if (vertex.getClass() == OneDnnSum.class) {
                return (pass, inputs) -> torch.relu(sum(inputs));
            }
            if (vertex.getClass() == ElementWiseVertex.class
                    && ((ElementWiseVertex) vertex).getOp() == ElementWiseVertex.Op.Add) {
                return (pass, inputs) -> sum(inputs);
            }
            throw new IllegalArgumentException(vertex.getClass().getSimpleName());
        } catch (IllegalArgumentException e) {
            throw refused("layer " + name, e.getMessage());
        }
    }

    /** Returns the message that a part of a network is not known here. */
    static InvalidInputException refused(String part, String what) {
        return new InvalidInputException("%s of the network is %s but must be one that engine torch takes (%s, sum): %s"
                .formatted(part, what, Layers.KNOWN, "engine: {type: dl4j} takes it"));
    }

    private static Simple flatten(InputPreProcessor preprocessor) {
        if (!(preprocessor instanceof CnnToFeedForwardPreProcessor flatten)
                || flatten.getFormat() != CNN2DFormat.NCHW) {
            throw new IllegalArgumentException(
                    "behind the preprocessor " + preprocessor.getClass().getSimpleName());
        }
        // In the order of channel, row, column, however they lie in memory.
        return (pass, x) -> torch.flatten(x, 1, -1);
    }

    private static Tensor sum(List<Tensor> inputs) {
        Tensor sum = inputs.get(0);
        for (Tensor other : inputs.subList(1, inputs.size())) {
            sum = sum.add(other);
        }
        return sum;
    }

    /**
     * Returns the logarithms of the odds, [examples, classes] in single precision.
     *
     * @param images [examples, channels, height, width]
     */
    Tensor logits(Pass pass, Tensor images) {
        Map<String, Tensor> outputs = new HashMap<>();
        outputs.put(Architecture.INPUT, images);
        for (Node node : nodes) {
            outputs.put(
                    node.name(),
                    node.operation()
                            .of(pass, node.inputs().stream().map(outputs::get).toList()));
        }
        return outputs.get(Architecture.OUTPUT).to(torch.ScalarType.Float);
    }
}
