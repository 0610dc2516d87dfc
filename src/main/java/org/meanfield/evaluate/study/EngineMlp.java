package org.meanfield.evaluate.study;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A {@link SigmoidMlp} by the engine, in double precision, with its order of parameters. */
final class EngineMlp {
    private final MultiLayerNetwork network;

    EngineMlp(List<Integer> units, double[] parameters, double learningRate) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(learningRate))
                .list();
        int last = units.size() - 1;
        for (int layer = 1; layer <= last; layer++) {
            int in = units.get(layer - 1);
            int out = units.get(layer);
            layers.layer(
                    layer == last
                            ? new OutputLayer.Builder(LossFunction.MSE)
                                    .nIn(in)
                                    .nOut(out)
                                    .activation(Activation.SIGMOID)
                                    .build()
                            : new DenseLayer.Builder()
                                    .nIn(in)
                                    .nOut(out)
                                    .activation(Activation.SIGMOID)
                                    .build());
        }
        network = new MultiLayerNetwork(layers.build());
        network.init();
        int at = 0;
        for (int layer = 1; layer <= last; layer++) {
            int in = units.get(layer - 1);
            int out = units.get(layer);
            INDArray all = Nd4j.createFromArray(parameters);
            network.setParam(
                    (layer - 1) + "_W",
                    slice(all, at, in * out).reshape(out, in).transpose());
            network.setParam((layer - 1) + "_b", slice(all, at + in * out, out).reshape(1, out));
            at += (in + 1) * out;
        }
    }

    double[] outputs(double[] input) {
        return network.output(row(input)).data().asDouble();
    }

    double[] gradient(double[] input, double[] target) {
        network.setInput(row(input));
        network.setLabels(row(target));
        network.computeGradientAndScore();
        // DL4J has the weights in Fortran order of [in, out]: by unit.
        return network.gradient().gradient().dup().data().asDouble();
    }

    /** Returns the loss of the last gradient. */
    double loss() {
        return network.score();
    }

    /** Takes a step and returns the parameters. */
    double[] step(double[] input, double[] target) {
        network.fit(row(input), row(target));
        return network.params().dup().data().asDouble();
    }

    private static INDArray slice(INDArray all, int from, int size) {
        return all.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(from, from + size))
                .dup();
    }

    private static INDArray row(double[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }
}
