package org.meanfield.evaluate.study;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Multilayer perceptron of ReLUs with a linear output layer: a continuous function that is linear in pieces. Parameters are, layer by layer, the weights by unit and then the biases.
 *
 * @param units inputs, then units of each layer
 * @param parameters weights and biases
 */
record ReluMlp(List<Integer> units, double[] parameters) {
    /** Beyond the outermost breakpoint. */
    private static final double OUTSIDE = 1;

    /**
     * A linear function along a line: value i is {@code slopes[i]} · t + {@code values[i]}.
     */
    record Along(double[] slopes, double[] values) {
        double at(int i, double t) {
            return slopes[i] * t + values[i];
        }
    }

    /** Returns the linear function of t that the network is around the input {@code from} + t · {@code direction} at {@code t}. */
    Along around(Along line, double t) {
        Along below = line;
        int offset = 0;
        for (int layer = 1; layer < units.size(); layer++) {
            below = layer == 1 ? below : relu(below, t);
            below = layer(below, layer, offset);
            offset += (units.get(layer - 1) + 1) * units.get(layer);
        }
        return below;
    }

    /** Returns the places on a line where the slope can change, ascending: the zeros of all units' weighted sums. */
    List<Double> breakpoints(Along line) {
        TreeSet<Double> breaks = new TreeSet<>();
        for (int layers = 1; layers < units.size() - 1; layers++) {
            ReluMlp lower = new ReluMlp(units.subList(0, layers + 1), parameters);
            List<Double> known = new ArrayList<>(breaks);
            for (int piece = 0; piece <= known.size(); piece++) {
                double low = piece == 0 ? Double.NEGATIVE_INFINITY : known.get(piece - 1);
                double high = piece == known.size() ? Double.POSITIVE_INFINITY : known.get(piece);
                Along sums = lower.around(line, inside(low, high));
                for (int unit = 0; unit < units.get(layers); unit++) {
                    double zero = -sums.values[unit] / sums.slopes[unit];
                    if (zero > low && zero < high) {
                        breaks.add(zero);
                    }
                }
            }
        }
        return new ArrayList<>(breaks);
    }

    private static double inside(double low, double high) {
        if (Double.isInfinite(low)) {
            return Double.isInfinite(high) ? 0 : high - OUTSIDE;
        }
        return Double.isInfinite(high) ? low + OUTSIDE : low + (high - low) / 2;
    }

    private Along layer(Along below, int layer, int offset) {
        int in = units.get(layer - 1);
        int out = units.get(layer);
        double[] slopes = new double[out];
        double[] values = new double[out];
        for (int unit = 0; unit < out; unit++) {
            values[unit] = parameters[offset + out * in + unit];
            for (int i = 0; i < in; i++) {
                double weight = parameters[offset + unit * in + i];
                slopes[unit] += weight * below.slopes[i];
                values[unit] += weight * below.values[i];
            }
        }
        return new Along(slopes, values);
    }

    private static Along relu(Along sums, double t) {
        double[] slopes = sums.slopes.clone();
        double[] values = sums.values.clone();
        for (int i = 0; i < slopes.length; i++) {
            if (sums.at(i, t) <= 0) {
                slopes[i] = 0;
                values[i] = 0;
            }
        }
        return new Along(slopes, values);
    }
}
