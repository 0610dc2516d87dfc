package org.meanfield.engine.dl4j;

import java.util.Arrays;
import java.util.BitSet;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.model.Networks;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The batch statistics of a network's batch norms, of any implementation: computed by a separate network without
 * dropout, since they are for inference.
 *
 * <p>DL4J passes a batch norm's statistics on as a gradient, g = (1 − decay) · (running − ofBatch), so a backward pass
 * yields them: with running statistics of 0, ofBatch = −g / (1 − decay). The loss does not matter.
 */
final class BatchStatistics {
    private final ComputationGraph network;
    private final int classes;
    private final BitSet indices;
    private final double[] pace;

    /** Creates one for networks of {@code settings}. */
    BatchStatistics(LearnerSettings settings) {
        ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(settings.configuration());
        NoDropout.in(configuration);
        this.network = Networks.create(configuration);
        this.classes = settings.classes();
        this.indices = Networks.statistics(network);
        this.pace = new double[Math.toIntExact(network.numParams())];
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof BatchNormalization norm) {
                INDArray own = layer.params();
                int from = Math.toIntExact(own.offset());
                Arrays.fill(pace, from, from + Math.toIntExact(own.length()), 1 - norm.getDecay());
            }
        }
    }

    /**
     * Returns the means and variances of a batch, in the order of their indices in the flat parameter vector.
     *
     * @param features [examples, channels, height, width]
     */
    float[] of(float[] parameters, INDArray features) {
        float[] own = parameters.clone();
        indices.stream().forEach(place -> own[place] = 0);
        NetworkState.loadParameters(own, network);
        network.setInput(0, features);
        network.setLabel(0, Nd4j.valueArrayOf(new long[] {features.size(0), classes}, 1.0 / classes, DataType.FLOAT));
        network.computeGradientAndScore();
        float[] gradient = network.getFlattenedGradients().dup().data().asFloat();
        network.clearLayersStates();
        float[] statistics = new float[indices.cardinality()];
        int next = 0;
        for (int place = indices.nextSetBit(0); place >= 0; place = indices.nextSetBit(place + 1)) {
            statistics[next++] = (float) (-gradient[place] / pace[place]);
        }
        return statistics;
    }
}
