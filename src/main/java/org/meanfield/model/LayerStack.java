package org.meanfield.model;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.meanfield.image.ImageShape;
import org.meanfield.model.onednn.OneDnnBatchNorm;
import org.meanfield.model.onednn.OneDnnConvolution;
import org.meanfield.model.onednn.OneDnnDense;
import org.meanfield.model.onednn.OneDnnGlobalAverage;
import org.meanfield.model.onednn.OneDnnOutput;
import org.meanfield.model.onednn.OneDnnPooling;
import org.meanfield.model.onednn.OneDnnSum;

/** Builder of sequential layers, named by kind and number: conv1, norm1, activation1, pool1, … */
final class LayerStack {
    private final GraphBuilder graph;
    private final Map<String, Integer> counts = new HashMap<>();
    private String top = Architecture.INPUT;
    private ImageShape images;
    private boolean flat;

    LayerStack(GraphBuilder graph, ImageShape input) {
        this.graph = graph;
        this.images = input;
    }

    /** The output of a layer, for branches and residual sums. */
    record Output(String layer, ImageShape images) {}

    /** Returns the output of the last layer. */
    Output top() {
        return new Output(top, images);
    }

    /** Continues from an earlier output, which becomes the input of the next layer. */
    void from(Output earlier) {
        top = earlier.layer;
        images = earlier.images;
    }

    /** Adds the sum of the last layer's output and {@code others} of the same shape, then a ReLU. */
    void sum(Output others) {
        String name = name("sum");
        graph.addVertex(name, new OneDnnSum(), others.layer, top);
        top = name;
    }

    /** Adds a convolution that keeps the image's size; with batch norm before its activation. */
    void convolution(int filters, int kernel, boolean batchNorm, Activation activation) {
        convolution(filters, kernel, 1, batchNorm, activation);
    }

    /** Adds a convolution with a stride; with batch norm before its activation. */
    void convolution(int filters, int kernel, int stride, boolean batchNorm, Activation activation) {
        boolean relu = activation == Activation.RELU;
        Activation own = relu && !batchNorm ? Activation.RELU : Activation.IDENTITY;
        ConvolutionLayer.Builder settings = new ConvolutionLayer.Builder(kernel, kernel)
                .nOut(filters)
                .stride(stride, stride)
                .convolutionMode(ConvolutionMode.Same)
                .activation(own.function());
        add("conv", new OneDnnConvolution(settings, !isEmpty()));
        images = new ImageShape(
                filters, (images.height() + stride - 1) / stride, (images.width() + stride - 1) / stride);
        if (batchNorm) {
            add("norm", new OneDnnBatchNorm(1e-5, 0.9, relu));
        }
        activation(activation);
    }

    /** Adds an activation layer, unless it is a ReLU, which is fused into the layer before. */
    private void activation(Activation activation) {
        if (activation != Activation.RELU && activation != Activation.IDENTITY) {
            add(
                    "activation",
                    new ActivationLayer.Builder()
                            .activation(activation.function())
                            .build());
        }
    }

    /** Adds max pooling without overlap; remaining pixels at the right and the bottom are ignored. */
    void pool(int side) {
        if (side > 1) {
            SubsamplingLayer.Builder settings = new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {side, side})
                    .stride(side, side)
                    .convolutionMode(ConvolutionMode.Truncate);
            add("pool", new OneDnnPooling(settings));
            images = new ImageShape(images.channels(), images.height() / side, images.width() / side);
        }
    }

    /** Adds global average pooling. */
    void globalAverage() {
        add("average", new OneDnnGlobalAverage());
        flat = true;
    }

    /** Adds dropout with {@code probability}. */
    void dropout(double probability) {
        if (probability > 0) {
            // DL4J's parameter is the probability of keeping a value.
            add("dropout", new DropoutLayer.Builder(new Dropout(1 - probability)).build());
        }
    }

    void dense(int units, Activation activation) {
        add("dense", new OneDnnDense(units, activation == Activation.RELU, !isEmpty()));
        activation(activation);
    }

    void output(int classes) {
        addNamed(Architecture.OUTPUT, new OneDnnOutput(classes));
    }

    private boolean isEmpty() {
        return top.equals(Architecture.INPUT);
    }

    private void add(String kind, Layer layer) {
        addNamed(name(kind), layer);
    }

    private String name(String kind) {
        return kind + counts.merge(kind, 1, Integer::sum);
    }

    private void addNamed(String name, Layer layer) {
        if (!flat && (layer instanceof DenseLayer || layer instanceof OutputLayer)) {
            flat = true;
            graph.addLayer(name, layer, new Flatten(images.height(), images.width(), images.channels()), top);
        } else {
            graph.addLayer(name, layer, top);
        }
        top = name;
    }
}
