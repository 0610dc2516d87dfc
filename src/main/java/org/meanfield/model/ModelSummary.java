package org.meanfield.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.meanfield.image.ImageShape;
import org.meanfield.model.onednn.OneDnnBatchNorm;
import org.meanfield.model.onednn.OneDnnSum;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Summary of a network: its layers, parameters and multiply-adds.
 *
 * @param rows its layers, from the input to the output
 */
public record ModelSummary(List<Row> rows) {
    /** Makes it immutable. */
    public ModelSummary {
        rows = List.copyOf(rows);
    }

    /**
     * One layer.
     *
     * @param name its name in the network
     * @param kind its kind, such as {@code convolution 3×3}
     * @param output the shape of its output for one image: channels×height×width, or the number of units
     * @param trainable the number of trainable parameters
     * @param statistics the number of running statistics: batch norm's means and variances
     * @param multiplyAdds the multiplications, each with an addition, of a forward pass of one image; of convolutions
     *     and dense layers only; others are negligible
     * @param activations the evaluations of activation functions for one image, of softmax too
     * @param field the part of the (padded) image that one output value depends on
     */
    public record Row(
            String name,
            String kind,
            String output,
            long trainable,
            long statistics,
            long multiplyAdds,
            long activations,
            ReceptiveField field) {}

    /** Returns the summary of a network that takes images of this shape. */
    public static ModelSummary of(ComputationGraphConfiguration configuration, ImageShape input) {
        InputType image = InputType.convolutional(input.height(), input.width(), input.channels());
        // On a clone, since DL4J writes into the layers when it infers shapes.
        ComputationGraphConfiguration own = configuration.clone();
        Map<String, InputType> types = own.getLayerActivationTypes(image);
        Map<String, ReceptiveField> fields = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        types.forEach((name, after) -> {
            GraphVertex vertex = own.getVertices().get(name);
            if (vertex != null) {
                List<String> inputs = own.getVertexInputs().get(name);
                ReceptiveField before = inputs.stream()
                        .map(from -> fields.getOrDefault(from, ReceptiveField.PIXEL))
                        .reduce(ReceptiveField::joined)
                        .orElseThrow();
                InputType taken = types.getOrDefault(inputs.get(0), image);
                ReceptiveField field = before.after(vertex, taken, after);
                fields.put(name, field);
                rows.add(row(name, vertex, after, field));
            }
        });
        return new ModelSummary(rows);
    }

    private static Row row(String name, GraphVertex vertex, InputType after, ReceptiveField field) {
        if (!(vertex instanceof LayerVertex layerVertex)) {
            long activations = vertex instanceof OneDnnSum ? after.arrayElementsPerExample() : 0;
            return new Row(name, kind(vertex), shape(after), 0, 0, 0, activations, field);
        }
        Layer layer = layerVertex.getLayerConf().getLayer();
        long statistics = statistics(layer);
        return new Row(
                name,
                kind(layer),
                shape(after),
                layer.initializer().numParams(layer) - statistics,
                statistics,
                multiplyAdds(layer, after),
                hasActivation(layer) ? after.arrayElementsPerExample() : 0,
                field);
    }

    private static boolean hasActivation(Layer layer) {
        if (layer instanceof BatchNormalization) {
            return layer instanceof OneDnnBatchNorm norm && norm.hasRelu();
        }
        if (layer instanceof DropoutLayer) {
            return false; // DL4J gives it one that it does not use
        }
        return layer instanceof BaseLayer base
                ? isNonlinear(base.getActivationFn())
                : layer instanceof ActivationLayer own && isNonlinear(own.getActivationFn());
    }

    private static boolean isNonlinear(IActivation function) {
        return function != null && !(function instanceof ActivationIdentity);
    }

    /** Returns the number of trainable parameters. */
    public long trainable() {
        return sum(Row::trainable);
    }

    /** Returns the number of running statistics. */
    public long statistics() {
        return sum(Row::statistics);
    }

    /** Returns the number of all parameters, the length of DL4J's parameter vector. */
    public long parameters() {
        return trainable() + statistics();
    }

    /** Returns the multiply-adds of a forward pass of one image. */
    public long multiplyAdds() {
        return sum(Row::multiplyAdds);
    }

    /** Returns the evaluations of activation functions in a forward pass of one image. */
    public long activations() {
        return sum(Row::activations);
    }

    /** Returns the rows and their totals as a plain-text table. */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append("%-14s %-22s %-12s %12s %16s %12s %6s  %s%n"
                .formatted(
                        "layer",
                        "kind",
                        "output",
                        "parameters",
                        "multiply-adds",
                        "activations",
                        "field",
                        "image rows"));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %-22s %-12s %,12d %,16d %,12d %6d  %s%n",
                    row.name,
                    row.kind,
                    row.output,
                    row.trainable + row.statistics,
                    row.multiplyAdds,
                    row.activations,
                    row.field.size(),
                    row.field));
        }
        text.append(String.format(
                Locale.ROOT, "%-50s %,12d %,16d %,12d%n", "total", parameters(), multiplyAdds(), activations()));
        text.append(String.format(
                Locale.ROOT, "%,d trainable parameters, %,d running statistics%n", trainable(), statistics()));
        return text.toString();
    }

    private long sum(ToLongFunction<Row> column) {
        return rows.stream().mapToLong(column).sum();
    }

    static long statistics(Layer layer) {
        return layer instanceof BatchNormalization norm ? 2 * norm.getNOut() : 0;
    }

    private static long multiplyAdds(Layer layer, InputType after) {
        if (layer instanceof ConvolutionLayer convolution && after instanceof InputTypeConvolutional map) {
            int[] kernel = convolution.getKernelSize();
            return convolution.getNIn() * kernel[0] * kernel[1] * map.arrayElementsPerExample();
        }
        return isDense(layer) ? ((FeedForwardLayer) layer).getNIn() * after.arrayElementsPerExample() : 0;
    }

    static boolean isDense(Layer layer) {
        return layer instanceof DenseLayer || layer instanceof BaseOutputLayer;
    }

    /** Returns the kind, such as {@code convolution 3×3}, {@code batch normalization} or {@code dense}. */
    private static String kind(Layer layer) {
        if (layer instanceof ConvolutionLayer convolution) {
            return String.format(
                    Locale.ROOT,
                    "convolution %d×%d",
                    convolution.getKernelSize()[0],
                    convolution.getKernelSize()[1]);
        }
        if (layer instanceof SubsamplingLayer pool) {
            return String.format(Locale.ROOT, "pooling %d×%d", pool.getKernelSize()[0], pool.getKernelSize()[1]);
        }
        if (layer instanceof BatchNormalization) {
            return "batch normalization";
        }
        if (isDense(layer)) {
            return layer instanceof DenseLayer ? "dense" : "output";
        }
        if (layer instanceof GlobalPoolingLayer) {
            return "global pooling";
        }
        return words(layer).replace(" layer", "");
    }

    private static String kind(GraphVertex vertex) {
        return vertex instanceof ElementWiseVertex several
                ? several.getOp().name().toLowerCase(Locale.ROOT)
                : words(vertex).replace(" vertex", "");
    }

    /** Returns a class's name as words. */
    private static String words(Object part) {
        return part.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String shape(InputType type) {
        return type instanceof InputTypeConvolutional map
                ? String.format(Locale.ROOT, "%d×%d×%d", map.getChannels(), map.getHeight(), map.getWidth())
                : Long.toString(type.arrayElementsPerExample());
    }
}
