package org.meanfield.evaluate.study;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions by the engine, in double precision. */
final class EngineLayers {
    private EngineLayers() {}

    /** Returns the output of a convolution or transposed convolution for an image. */
    static double[] convolution(ConvolutionCase one, double[] kernel, double[] image) {
        Layer layer = one.transposed()
                ? new Deconvolution2D.Builder(one.kernel(), one.kernel())
                        .nOut(one.out())
                        .stride(one.stride(), one.stride())
                        .padding(one.padding(), one.padding())
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build()
                : new ConvolutionLayer.Builder(one.kernel(), one.kernel())
                        .nOut(one.out())
                        .stride(one.stride(), one.stride())
                        .padding(one.padding(), one.padding())
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(layer)
                .setInputType(InputType.convolutional(one.size(), one.size(), one.in()))
                .build());
        network.init();
        INDArray weights = array(kernel, one.out(), one.in(), one.kernel(), one.kernel());
        // DL4J has [in, out, side, side] for transposed convolutions.
        network.setParam("0_W", one.transposed() ? weights.permute(1, 0, 2, 3).dup('c') : weights);
        return network.output(array(image, 1, one.in(), one.size(), one.size()))
                .dup('c')
                .data()
                .asDouble();
    }

    private static INDArray array(double[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape(shape);
    }
}
