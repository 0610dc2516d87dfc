package org.meanfield.train;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Transfer of a state into and out of a DL4J network. On a CPU it is one copy; ND4J's own methods allocate an array to
 * read in, and write out element by element.
 */
public final class NetworkState {
    private static final float[] EMPTY = {};

    private NetworkState() {}

    /** Loads parameters and optimizer state into a network. */
    public static void load(State state, NeuralNetwork network) {
        loadParameters(state.parameters(), network);
        INDArray updater = network.updaterState();
        if (updater != null) {
            put(state.updater(), updater);
        }
    }

    /** Loads parameters into a network. */
    public static void loadParameters(float[] parameters, NeuralNetwork network) {
        put(parameters, network.params());
    }

    /** Returns the state of a network after {@code steps} local steps. */
    public static State of(NeuralNetwork network, long steps) {
        INDArray updater = network.updaterState();
        return new State(get(network.params()), updater == null ? EMPTY : get(updater), steps);
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

    /** Whether the array is contiguous float32 in the memory of this process. */
    private static boolean isPlain(INDArray array) {
        return array.dataType() == DataType.FLOAT && NativeBackend.isCpu() && array.elementWiseStride() == 1;
    }
}
