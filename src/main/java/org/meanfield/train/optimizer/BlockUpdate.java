package org.meanfield.train.optimizer;

import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** An optimizer's formula for one local step over a block of floats on the Java heap. */
interface BlockUpdate {
    /**
     * Converts gradients to updates, in place.
     *
     * @param gradient gradient of the mean loss
     * @param state one array per state value of a parameter; updated in place
     * @param count the number of floats in use in each array
     */
    void apply(float[] gradient, float[][] state, int count);

    /** Applies the formula to ND4J arrays in this process's memory, each as one block. */
    default void apply(INDArray gradient, INDArray... state) {
        float[] gradients = read(gradient);
        float[][] states = Stream.of(state).map(BlockUpdate::read).toArray(float[][]::new);
        apply(gradients, states, gradients.length);
        write(gradients, gradient);
        for (int i = 0; i < state.length; i++) {
            write(states[i], state[i]);
        }
    }

    private static float[] read(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        new FloatPointer(array.data().addressPointer()).get(values);
        return values;
    }

    private static void write(float[] values, INDArray array) {
        new FloatPointer(array.data().addressPointer()).put(values);
    }

    /** Returns whether there is a formula for an optimizer. */
    static boolean knows(IUpdater optimizer) {
        return optimizer instanceof ScheduledUpdater || optimizer instanceof Sgd;
    }

    /** Returns the formula of a supported optimizer. */
    static BlockUpdate of(IUpdater optimizer, int iteration, int epoch) {
        if (optimizer instanceof ScheduledUpdater ours) {
            return ours.blockUpdate(iteration, epoch);
        }
        float rate = (float) optimizer.getLearningRate(iteration, epoch);
        return (gradient, state, count) -> scale(gradient, rate, count);
    }

    /** values ← factor · values. */
    static void scale(float[] values, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }

    /** y ← a · x + y, rounded once, as ND4J's operation of this name. */
    static void axpy(float a, float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            y[i] = Math.fma(a, x[i], y[i]);
        }
    }
}
