package org.meanfield.model;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.Initializer;

/** Architecture of an image classifier: {@code model:} of a job file. */
public sealed interface Architecture extends Serializable permits Mlp, Cnn, Resnet, Dl4j {
    /** The name of a network's input, images of [count, channels, height, width]. */
    String INPUT = "input";
    /** The name of a network's last layer: the probability of each class, [count, classes]. */
    String OUTPUT = "output";

    /**
     * Adds the layers from {@link #INPUT} to {@link #OUTPUT}, a softmax with the cross-entropy as its loss.
     *
     * @throws InvalidInputException if images of this shape do not fit the architecture
     */
    void addLayers(GraphBuilder graph, ImageShape input, int classes);

    /** Initializes every parameter of a network of this architecture. */
    default void initialize(ComputationGraph network, Initializer initializer, long seed) {
        Networks.initialize(network, initializer, seed);
    }

    /** Returns the SHA-256, in hex, of the files that the network is read from; empty if its settings define it. */
    default String hash() {
        return "";
    }
}
