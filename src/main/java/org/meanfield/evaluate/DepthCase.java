package org.meanfield.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
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
 * @param layers the number of layers; 0 for that of the study
 */
public record DepthCase(
        String name, Transfer activation, Initializer initializer, @Default(value = "0", omitted = true) int layers) {
    /** Checks the settings. */
    public DepthCase {
        Check.that(!name.isBlank(), "name", "empty", "a name");
        Check.that(layers >= 0, "layers", layers, "0 or more");
    }

    /**
     * Propagates inputs forward and gradients backward.
     *
     * @param otherwise number of layers, if the case has none of its own
     * @param units inputs and outputs of each layer
     * @param inputs number of inputs
     * @param seed of the job; draws depend on it and the layer alone, so that cases differ in their settings only
     * @return a row for each layer, from the first
     */
    public List<ActivationRow> study(int otherwise, int units, int inputs, long seed) {
        DeepStack stack = stack(otherwise, units, seed);
        stack.forward(normal(units * inputs, Seeds.stream(seed, Seeds.Purpose.STUDY, 0)));
        stack.backward(normal(units * inputs, Seeds.stream(seed, Seeds.Purpose.STUDY, 1)), 0);
        return rows(stack, 0);
    }

    /**
     * Trains the stack.
     *
     * @param inputs number of inputs of a step, each drawn anew
     * @return a row for each layer, from the first, before the first step and after each {@code training.every()} steps;
     *     others as of {@link #study}
     */
    public List<ActivationRow> train(int otherwise, int units, int inputs, long seed, DepthTraining training) {
        DeepStack stack = stack(otherwise, units, seed);
        List<ActivationRow> rows = new ArrayList<>();
        for (int step = 0; step <= training.steps(); step++) {
            float[] x = normal(units * inputs, Seeds.stream(seed, Seeds.Purpose.STUDY, 0, step));
            float[] outputs = stack.forward(x);
            float[] gradient = new float[outputs.length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = outputs[i] - (float) ((1 + StrictMath.cos(x[i])) / 2);
            }
            stack.backward(gradient, step < training.steps() ? training.learningRate() : 0);
            if (step % training.every() == 0) {
                rows.addAll(rows(stack, step));
            }
        }
        return rows;
    }

    private DeepStack stack(int otherwise, int units, long seed) {
        return new DeepStack(activation, initializer, layers(otherwise), units, seed);
    }

    /** Returns the number of layers: its own or, if it has none, {@code otherwise}. */
    public int layers(int otherwise) {
        return layers == 0 ? otherwise : layers;
    }

    private List<ActivationRow> rows(DeepStack stack, int step) {
        List<ActivationRow> rows = new ArrayList<>();
        for (int layer = 0; layer < stack.layers(); layer++) {
            rows.add(row(step, layer + 1, stack.activations(layer), stack.gradientNorm(layer)));
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

    private ActivationRow row(int step, int depth, float[] values, double gradientNorm) {
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
                step,
                depth,
                mean,
                Math.sqrt(squares / count),
                zeros / count,
                nan / count,
                infinite / count,
                gradientNorm);
    }
}
