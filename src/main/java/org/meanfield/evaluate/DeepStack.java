package org.meanfield.evaluate;

import org.meanfield.config.Seeds;
import org.meanfield.model.init.Initializer;

/**
 * A stack of equal dense layers without biases, a_l = f(W_l a_{l−1}), in single precision; sums have a fixed order, so that the
 * bits are the same everywhere.
 */
final class DeepStack {
    private final Transfer activation;
    private final int units;
    private final float[][] weights;
    private final float[][] activations;
    private final double[] gradientNorms;
    private float[] input = {};

    /** Creates a stack whose weights depend on the seed and the layer alone. */
    DeepStack(Transfer activation, Initializer initializer, int layers, int units, long seed) {
        this.activation = activation;
        this.units = units;
        this.weights = new float[layers][units * units];
        this.activations = new float[layers][];
        this.gradientNorms = new double[layers];
        for (int layer = 0; layer < layers; layer++) {
            initializer.fill(weights[layer], units, units, Seeds.stream(seed, Seeds.Purpose.INITIALIZE, layer));
        }
    }

    /** Returns the number of layers. */
    int layers() {
        return weights.length;
    }

    /** Returns the activations of a layer, from 0, of the last inputs. */
    float[] activations(int layer) {
        return activations[layer];
    }

    /**
     * Returns the root mean square, over the last inputs, of the norm of the gradient with respect to a layer's activations.
     */
    double gradientNorm(int layer) {
        return gradientNorms[layer];
    }

    /** Returns the last layer's activations of inputs [inputs, units]. */
    float[] forward(float[] inputs) {
        input = inputs;
        float[] signal = inputs;
        for (int layer = 0; layer < weights.length; layer++) {
            signal = product(signal, transposed(weights[layer], units), units);
            for (int i = 0; i < signal.length; i++) {
                signal[i] = activation.of(signal[i]);
            }
            activations[layer] = signal;
        }
        return signal;
    }

    /**
     * Propagates the gradient with respect to the last activations backward.
     *
     * @param outputs the gradient of each input's loss, [inputs, units]; overwritten
     * @param rate the learning rate of a step of gradient descent on the mean loss; 0 for no step
     */
    void backward(float[] outputs, double rate) {
        int inputs = outputs.length / units;
        float[] gradient = outputs;
        for (int layer = weights.length - 1; layer >= 0; layer--) {
            gradientNorms[layer] = norm(gradient, inputs);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= activation.slope(activations[layer][i]);
            }
            float[] before = product(gradient, weights[layer], units);
            if (rate > 0) {
                descend(weights[layer], gradient, layer == 0 ? input : activations[layer - 1], (float) (rate / inputs));
            }
            gradient = before;
        }
    }

    /** W ← W − rate · Σ δ aᵀ over the inputs. */
    private void descend(float[] matrix, float[] deltas, float[] taken, float rate) {
        for (int start = 0; start < deltas.length; start += units) {
            for (int i = 0; i < units; i++) {
                add(-rate * deltas[start + i], taken, start, matrix, i * units, units);
            }
        }
    }

    private static float[] transposed(float[] matrix, int side) {
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % side * side + i / side] = matrix[i];
        }
        return transposed;
    }

    /** Returns {@code rows} · {@code square}, both in row-major order, each sum in a fixed order. */
    private static float[] product(float[] rows, float[] square, int side) {
        float[] product = new float[rows.length];
        for (int start = 0; start < rows.length; start += side) {
            for (int k = 0; k < side; k++) {
                add(rows[start + k], square, k * side, product, start, side);
            }
        }
        return product;
    }

    private static void add(float factor, float[] source, int from, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] += factor * source[from + i];
        }
    }

    private static double norm(float[] gradients, int inputs) {
        double squares = 0;
        for (float value : gradients) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / inputs);
    }
}
