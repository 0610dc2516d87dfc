package org.meanfield.train;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A state's way into a network of DL4J, and out of it: a graph or a stack of layers. On a processor it is one copy; ND4J
 * would go through an array of its own on the way in, and on the way out take number by number.
 */
public final class NetworkState {
    private static final float[] NOTHING = {};

    private NetworkState() {}

    /** Puts parameters and optimizer state into a network. */
    public static void load(State state, NeuralNetwork network) {
        loadParameters(state.parameters(), network);
        INDArray updater = network.updaterState();
        if (updater != null) {
            put(state.updater(), updater);
        }
    }

    /** Puts parameters into a network. */
    static void loadParameters(float[] parameters, NeuralNetwork network) {
        put(parameters, network.params());
    }

    /** Returns the state of a network that has taken so many steps. */
    public static State of(NeuralNetwork network, long steps) {
        INDArray updater = network.updaterState();
        return new State(get(network.params()), updater == null ? NOTHING : get(updater), steps);
    }

    private static void put(float[] values, INDArray into) {
        if (values.length != into.length()) {
            throw new IllegalArgumentException(
                    "A state of %d values does not fit a network of %d".formatted(values.length, into.length()));
        }
        if (isPlain(into)) {
            new FloatPointer(into.data().addressPointer()).put(values);
        } else {
            into.assign(Nd4j.createFromArray(values).reshape(into.shape()));
        }
    }

    private static float[] get(INDArray from) {
        if (!isPlain(from)) {
            return from.toFloatVector();
        }
        float[] values = new float[Math.toIntExact(from.length())];
        new FloatPointer(from.data().addressPointer()).get(values);
        return values;
    }

    /** Whether it is floats in the memory of this process, one behind the other. */
    private static boolean isPlain(INDArray array) {
        return array.dataType() == DataType.FLOAT && NativeBackend.isCpu() && array.elementWiseStride() == 1;
    }
}
