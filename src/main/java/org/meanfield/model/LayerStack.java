package org.meanfield.model;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Puts layers one on top of the other, named by their kind and counted from 1: conv1, norm1, activation1, pool1, … */
final class LayerStack {
    private final GraphBuilder graph;
    private final Map<String, Integer> counts = new HashMap<>();
    private String top = Architecture.INPUT;

    LayerStack(GraphBuilder graph) {
        this.graph = graph;
    }

    /** A convolution that keeps the image's size; a batch norm comes between it and its activation. */
    void convolution(int filters, int kernel, boolean batchNorm, Activation activation) {
        Activation own = batchNorm ? Activation.IDENTITY : activation;
        add(
                "conv",
                new OneDnnConvolution(new ConvolutionLayer.Builder(kernel, kernel)
                        .nOut(filters)
                        .stride(1, 1)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(own.function())));
        if (batchNorm) {
            add(
                    "norm",
                    new BatchNormalization.Builder()
                            .eps(1e-5)
                            .decay(0.9)
                            // The variance itself: the mean of logarithms would not be the workers' mean.
                            .useLogStd(false)
                            .build());
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
            add(
                    "pool",
                    new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {side, side})
                            .stride(side, side)
                            .convolutionMode(ConvolutionMode.Truncate)
                            .build());
        }
    }

    /** Drops values with {@code probability}. */
    void dropout(double probability) {
        if (probability > 0) {
            // DL4J asks for the probability of keeping a value.
            add("dropout", new DropoutLayer.Builder(new Dropout(1 - probability)).build());
        }
    }

    void dense(int units, Activation activation) {
        add(
                "dense",
                new DenseLayer.Builder()
                        .nOut(units)
                        .activation(activation.function())
                        .build());
    }

    void output(int classes) {
        Layer layer = new OutputLayer.Builder(new LossMCXENT())
                .nOut(classes)
                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                .build();
        graph.addLayer(Architecture.OUTPUT, layer, top);
    }

    private void add(String kind, Layer layer) {
        String name = kind + counts.merge(kind, 1, Integer::sum);
        graph.addLayer(name, layer, top);
        top = name;
    }
}
