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

/** Puts layers one on top of the other, named by their kind and counted from 1: conv1, norm1, activation1, pool1, … */
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

    /** The outcome of a layer, for others to start from or to be added to. */
    record Output(String layer, ImageShape images) {}

    /** Returns what the top layer makes. */
    Output top() {
        return new Output(top, images);
    }

    /** Goes back to images made earlier: what is added next takes them. */
    void from(Output earlier) {
        top = earlier.layer;
        images = earlier.images;
    }

    /** The sum of the top layer's images and {@code others} of the same shape, then a ReLU. */
    void sum(Output others) {
        String name = name("sum");
        graph.addVertex(name, new OneDnnSum(), others.layer, top);
        top = name;
    }

    /** A convolution that keeps the image's size; a batch norm comes between it and its activation. */
    void convolution(int filters, int kernel, boolean batchNorm, Activation activation) {
        convolution(filters, kernel, 1, batchNorm, activation);
    }

    /** A convolution of every {@code stride}-th pixel; a batch norm comes between it and its activation. */
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

    /** What is not a ReLU, which the layer before has in it. */
    private void activation(Activation activation) {
        if (activation != Activation.RELU && activation != Activation.IDENTITY) {
            add(
                    "activation",
                    new ActivationLayer.Builder()
                            .activation(activation.function())
                            .build());
        }
    }

    /** Max pooling without overlap; what is left at the right and the bottom is ignored. */
    void pool(int side) {
        if (side > 1) {
            SubsamplingLayer.Builder settings = new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {side, side})
                    .stride(side, side)
                    .convolutionMode(ConvolutionMode.Truncate);
            add("pool", new OneDnnPooling(settings));
            images = new ImageShape(images.channels(), images.height() / side, images.width() / side);
        }
    }

    /** The mean of each channel over the whole image. */
    void globalAverage() {
        add("average", new OneDnnGlobalAverage());
        flat = true;
    }

    /** Drops values with {@code probability}. */
    void dropout(double probability) {
        if (probability > 0) {
            // DL4J asks for the probability of keeping a value.
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
