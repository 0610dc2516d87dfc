package org.meanfield.train;

import org.deeplearning4j.nn.api.NeuralNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A state's way into a network of DL4J, and out of it: a graph or a stack of layers. */
public final class NetworkState {
    private NetworkState() {}

    /** Puts parameters and optimizer state into a network. */
    public static void load(State state, NeuralNetwork network) {
        loadParameters(state.parameters(), network);
        INDArray view = network.updaterState();
        if (view != null) {
            view.assign(Nd4j.createFromArray(state.updater()).reshape(view.shape()));
        }
    }

    /** Puts parameters into a network. */
    static void loadParameters(float[] parameters, NeuralNetwork network) {
        network.params()
                .assign(Nd4j.createFromArray(parameters)
                        .reshape(network.params().shape()));
    }

    /** Returns the state of a network that has taken so many steps. */
    public static State of(NeuralNetwork network, long steps) {
        INDArray view = network.updaterState();
        return new State(network.params().toFloatVector(), view == null ? new float[0] : view.toFloatVector(), steps);
    }
}
