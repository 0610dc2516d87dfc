package org.meanfield.evaluate.study;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Networks of ReLUs are linear in pieces. A network h of one input is held to the line W · x + b, whose slope is dh/dx, that it is around given points. Along a line, a random
 * network of one layer of n ReLUs has n + 1 pieces, one of L layers at most (n + 1)^L. L layers of |2x − 1| = relu(2x − 1) + relu(1 − 2x) in each of d dimensions fold the cube [0, 1]^d so that
 * 2^(L · d) regions are identified, that is have the same outputs (Montúfar et al. 2014).
 *
 * @param units input, then units of each layer of h
 * @param parameters of h: of each layer its weights by unit, then its biases
 * @param points where h is looked at
 * @param slopes dh/dx at each point
 * @param intercepts b at each point
 * @param width n, the ReLUs of each layer of the random networks, of ten inputs
 * @param depth the most layers of the random networks
 * @param folds the most layers of |2x − 1|
 * @param dimensions the most dimensions d
 */
public record PiecewiseLinearStudy(
        List<Integer> units,
        List<Double> parameters,
        List<Double> points,
        List<Double> slopes,
        List<Double> intercepts,
        @Default("16") int width,
        @Default("4") int depth,
        @Default("4") int folds,
        @Default("3") int dimensions)
        implements Study {
    private static final int MOST_WIDTH = 64;
    private static final int MOST_DEPTH = 6;
    private static final int MOST_FOLDS = 18;
    private static final int INPUTS = 10;
    private static final double TOLERANCE = 1e-12;

    /** Checks the settings. */
    public PiecewiseLinearStudy {
        Settings.each("units", units, one -> one >= 1 && one <= MOST_WIDTH, "a number from 1 to " + MOST_WIDTH);
        Check.that(units.size() >= 2, "units", units, "a list of at least two");
        Check.that(
                units.get(0) == 1 && units.get(units.size() - 1) == 1, "units", units, "of one input and one output");
        int count = SigmoidMlp.parameters(units);
        Check.that(parameters.size() == count, "parameters", "a list of " + parameters.size(), "a list of " + count);
        Settings.each("points", points, Double::isFinite, "finite");
        int size = points.size();
        Check.that(slopes.size() == size, "slopes", "a list of " + slopes.size(), "a list of " + size);
        Check.that(intercepts.size() == size, "intercepts", "a list of " + intercepts.size(), "a list of " + size);
        Check.that(width >= 1 && width <= MOST_WIDTH, "width", width, "in 1 … " + MOST_WIDTH);
        Check.that(depth >= 1 && depth <= MOST_DEPTH, "depth", depth, "in 1 … " + MOST_DEPTH);
        Check.that(folds >= 1 && folds <= MOST_FOLDS, "folds", folds, "in 1 … " + MOST_FOLDS);
        Check.that(
                dimensions >= 1 && dimensions * (folds + 1) <= MOST_FOLDS + 1,
                "dimensions",
                dimensions,
                String.format(Locale.ROOT, "such that dimensions · (folds + 1) is in 2 … %d", MOST_FOLDS + 1));
        units = List.copyOf(units);
        parameters = List.copyOf(parameters);
        points = List.copyOf(points);
        slopes = List.copyOf(slopes);
        intercepts = List.copyOf(intercepts);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(PiecewiseLinearStudy.class);
        ReluMlp network = new ReluMlp(
                units, parameters.stream().mapToDouble(value -> value).toArray());
        ReluMlp.Along axis = new ReluMlp.Along(new double[] {1}, new double[] {0});
        for (int i = 0; i < points.size(); i++) {
            ReluMlp.Along around = network.around(axis, points.get(i));
            double x = points.get(i);
            findings.equal(new Point("slope", "", "x", x), slopes.get(i), around.slopes()[0], TOLERANCE);
            findings.equal(new Point("intercept", "", "x", x), intercepts.get(i), around.values()[0], TOLERANCE);
            findings.note("at x = %s h(x) is %s · x + %s", x, around.slopes()[0], around.values()[0]);
        }
        for (int layers = 1; layers <= depth; layers++) {
            int pieces = 1 + random(layers, seed).breakpoints(line(seed)).size();
            Point point = new Point("pieces along a line", width + " ReLUs a layer", "layers", layers);
            if (layers == 1) {
                findings.equal(point, width + 1, pieces, 0);
            } else {
                findings.atMost(point, Math.pow(width + 1, layers), pieces);
            }
        }
        for (int dimension = 1; dimension <= dimensions; dimension++) {
            for (int layers = 1; layers <= folds; layers++) {
                String setting = "d = " + dimension;
                double expected = Math.pow(2, layers * dimension);
                int[] counted = folded(layers, dimension);
                findings.equal(new Point("linear regions", setting, "layers", layers), expected, counted[0], 0);
                findings.equal(new Point("inputs of one output", setting, "layers", layers), expected, counted[1], 0);
            }
        }
        return findings.outcome();
    }

    private ReluMlp random(int layers, long seed) {
        Integer[] sizes = new Integer[layers + 2];
        Arrays.fill(sizes, width);
        sizes[0] = INPUTS;
        sizes[layers + 1] = 1;
        List<Integer> all = List.of(sizes);
        // The variance of He et al. (2015), so that deep layers have as large sums as the first.
        return new ReluMlp(
                all, Draws.normal(Draws.stream(seed, 40, layers), SigmoidMlp.parameters(all), Math.sqrt(2.0 / width)));
    }

    private static ReluMlp.Along line(long seed) {
        return new ReluMlp.Along(
                Draws.normal(Draws.stream(seed, 41), INPUTS, 1), Draws.normal(Draws.stream(seed, 42), INPUTS, 1));
    }

    /**
     * Counts, on a grid of two points in each region and dimension, the different patterns of active ReLUs, which are the linear regions, and the points with the output of the first one.
     * All of it is exact: numbers are multiples of powers of two.
     */
    private static int[] folded(int layers, int dimension) {
        int side = 1 << (layers + 1);
        Set<Long> patterns = new HashSet<>();
        double[] first = new double[dimension];
        int same = 0;
        for (long cell = 0; cell < Math.round(Math.pow(side, dimension)); cell++) {
            long pattern = 0;
            double[] output = new double[dimension];
            long rest = cell;
            for (int i = 0; i < dimension; i++, rest /= side) {
                double x = (rest % side + 0.5) / side;
                for (int layer = 0; layer < layers; layer++) {
                    double up = Math.max(0, 2 * x - 1);
                    x = up + Math.max(0, 1 - 2 * x);
                    pattern = 2 * pattern + (up > 0 ? 1 : 0);
                }
                output[i] = x;
            }
            patterns.add(pattern);
            first = cell == 0 ? output : first;
            same += Arrays.equals(output, first) ? 1 : 0;
        }
        return new int[] {patterns.size(), same};
    }
}
