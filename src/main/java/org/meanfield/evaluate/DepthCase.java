package org.meanfield.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.Seeds;
import org.meanfield.model.init.Initializer;
import org.meanfield.tables.ActivationRow;

/**
 * Case of a depth study: propagation of activations and gradients through a deep stack of equal dense layers without
 * biases. Inputs x ~ N(0, I) are propagated forward; then a gradient g ~ N(0, I) with respect to the last activations,
 * that of g · a for each input, backward. All in single precision, so that values overflow as in training; sums have a
 * fixed order, so that the bits are the same everywhere.
 *
 * @param name name of the case
 * @param activation of each layer
 * @param initializer of the weights
 */
public record DepthCase(String name, Transfer activation, Initializer initializer) {
    /** Checks the settings. */
    public DepthCase {
        Check.that(!name.isBlank(), "name", "empty", "a name");
    }

    /**
     * Propagates inputs forward and gradients backward.
     *
     * @param layers number of layers
     * @param units inputs and outputs of each layer
     * @param inputs number of inputs
     * @param seed of the job; draws depend on it and the layer alone, so that cases differ in their settings only
     * @return a row for each layer, from the first
     */
    public List<ActivationRow> study(int layers, int units, int inputs, long seed) {
        float[][] weights = new float[layers][units * units];
        float[][] activations = new float[layers][];
        float[] signal = normal(units * inputs, Seeds.stream(seed, Seeds.Purpose.STUDY, 0));
        for (int layer = 0; layer < layers; layer++) {
            initializer.fill(weights[layer], units, units, Seeds.stream(seed, Seeds.Purpose.INITIALIZE, layer));
            signal = product(signal, transposed(weights[layer], units), units);
            for (int i = 0; i < signal.length; i++) {
                signal[i] = activation.of(signal[i]);
            }
            activations[layer] = signal;
        }
        double[] norms = new double[layers];
        float[] gradient = normal(units * inputs, Seeds.stream(seed, Seeds.Purpose.STUDY, 1));
        for (int layer = layers - 1; layer >= 0; layer--) {
            norms[layer] = norm(gradient, inputs);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= activation.slope(activations[layer][i]);
            }
            gradient = product(gradient, weights[layer], units);
        }
        List<ActivationRow> rows = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            rows.add(row(layer + 1, activations[layer], norms[layer]));
        }
        return rows;
    }

    /**
     * Returns the standard deviation, about 0, of sums a · x with a, x ~ N(0, I), whose expectation is √{@code units}.
     *
     * @param count number of sums
     */
    public static double deviationOfProducts(int count, int units, long seed) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.STUDY, 2, i);
            float sum = 0;
            for (int k = 0; k < units; k++) {
                sum += (float) random.nextGaussian() * (float) random.nextGaussian();
            }
            squares += (double) sum * sum;
        }
        return Math.sqrt(squares / count);
    }

    private static float[] normal(int size, SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
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

    private ActivationRow row(int depth, float[] values, double gradientNorm) {
        int zeros = 0;
        int nan = 0;
        int infinite = 0;
        double sum = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
            nan += Float.isNaN(value) ? 1 : 0;
            infinite += Float.isInfinite(value) ? 1 : 0;
            sum += value;
        }
        double count = values.length;
        double mean = sum / count;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new ActivationRow(
                name,
                Names.of(activation),
                RecordWriter.toTree(this).path("initializer").toString(),
                depth,
                mean,
                Math.sqrt(squares / count),
                zeros / count,
                nan / count,
                infinite / count,
                gradientNorm);
    }
}
