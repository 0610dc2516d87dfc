package org.meanfield.train.optimizer;

import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** An optimizer's formula in one local step, over a block of floats in Java's memory. */
interface BlockUpdate {
    /**
     * Turns gradients into updates, in place.
     *
     * @param gradient of the mean loss
     * @param state as many arrays as there are numbers of state for each parameter, which change too
     * @param count the floats in use of each array
     */
    void apply(float[] gradient, float[][] state, int count);

    /** Does so with arrays in this process's memory, each as one block. */
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

    /** Tells whether there is a formula for an optimizer. */
    static boolean knows(IUpdater optimizer) {
        return optimizer instanceof ScheduledUpdater || optimizer instanceof Sgd;
    }

    /** Returns the formula of an optimizer that is known. */
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
