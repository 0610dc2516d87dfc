package org.meanfield.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trial run of the user's network on images of the job's shape: DL4J detects many errors of a network only when it
 * computes.
 *
 * @param key the key of the file in messages
 * @param file the path of the file
 */
record Dl4jTrial(String key, String file, ImageShape input, int classes) {
    private static final double SUM_TOLERANCE = 1e-3;

    /**
     * Checks that the network fits the images.
     *
     * @param layers adds the network's layers to a graph
     * @param widths the number of inputs of each layer for which the file gives it
     */
    void check(Consumer<GraphBuilder> layers, Map<String, Long> widths) {
        try {
            GraphBuilder builder = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .dataType(DataType.FLOAT)
                    .graphBuilder()
                    .addInputs(Architecture.INPUT)
                    .setInputTypes(InputType.convolutional(input.height(), input.width(), input.channels()))
                    .setOutputs(Architecture.OUTPUT);
            layers.accept(builder);
            builder.getVertices().forEach(this::refuseTimeSeries);
            refuseWithoutLoss(builder.getVertices().get(Architecture.OUTPUT));
            ComputationGraphConfiguration configuration = builder.build();
            widths.forEach((name, width) -> {
                long given = width(configuration.getVertices().get(name)).orElse(width);
                must(
                        given == width,
                        String.format(Locale.ROOT, "layer %s takes %d values but gets %d", name, width, given));
            });
            compute(configuration);
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) { // DL4J has many kinds
            throw new InvalidInputException(message(Reason.line(e)), e);
        }
    }

    private void compute(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        INDArray images = Nd4j.rand(DataType.FLOAT, 2, input.channels(), input.height(), input.width());
        INDArray output = network.outputSingle(images);
        must(
                output.rank() == 2 && output.size(0) == 2 && output.size(1) == classes,
                "its output for two images has the shape %s".formatted(Arrays.toString(output.shape())));
        INDArray sums = output.sum(1).subi(1);
        must(
                output.minNumber().doubleValue() >= 0
                        && Math.abs(sums.amaxNumber().doubleValue()) <= SUM_TOLERANCE,
                "its outputs are not probabilities: it has no softmax at its end");
    }

    private void refuseTimeSeries(String name, GraphVertex vertex) {
        if (vertex instanceof LayerVertex layerVertex) {
            Layer layer = layerVertex.getLayerConf().getLayer();
            while (layer instanceof BaseWrapperLayer wrapper) {
                must(!(wrapper instanceof TimeDistributed), "layer %s needs a time series".formatted(name));
                layer = wrapper.getUnderlying();
            }
            boolean series = layer instanceof BaseRecurrentLayer
                    || layer instanceof Bidirectional
                    || layer instanceof RnnOutputLayer
                    || layer instanceof RnnLossLayer
                    || layer instanceof Convolution1DLayer
                    || layer instanceof Subsampling1DLayer;
            must(!series, "layer %s needs a time series".formatted(name));
        }
    }

    private void refuseWithoutLoss(GraphVertex last) {
        boolean loss = last instanceof LayerVertex vertex
                && (vertex.getLayerConf().getLayer() instanceof BaseOutputLayer
                        || vertex.getLayerConf().getLayer() instanceof LossLayer);
        must(loss, "it does not end in an output layer with a loss");
    }

    private void must(boolean ok, String otherwise) {
        if (!ok) {
            throw new InvalidInputException(message(otherwise));
        }
    }

    private String message(String reason) {
        return String.format(
                Locale.ROOT,
                "%s is %s but must be a network for images of %s in %d classes (%s)",
                key,
                file,
                input,
                classes,
                reason);
    }

    /** Returns the number of inputs of a layer, if given. */
    static Optional<Long> width(GraphVertex vertex) {
        return vertex instanceof LayerVertex layerVertex
                        && layerVertex.getLayerConf().getLayer() instanceof FeedForwardLayer layer
                        && layer.getNIn() > 0
                ? Optional.of(layer.getNIn())
                : Optional.empty();
    }
}
