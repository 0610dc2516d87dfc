package org.meanfield.evaluate.study;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * A layer f(x) = φ(W x) with φ = tanh is equivariant to a group of permutations, f(P x) = P f(x), if and only if W[i, j] = W[τ(i), τ(j)] for each of them. For cyclic shifts and for all permutations: shared weights
 * are equivariant; weights of which one is changed are not; and the matrices with W P = P W, all that there are, have as many free weights as there are orbits of pairs (i, j): n and 2. A layer behind x / ‖x‖ does
 * not change with the scale of x.
 *
 * @param sizes the numbers n of inputs and outputs, ascending
 * @param scales the factors of x
 */
public record EquivarianceStudy(
        @Default("[2, 3, 4, 5, 6]") List<Integer> sizes,
        @Default("[0.000001, 0.001, 1000, 1000000]") List<Double> scales)
        implements Study {
    private static final int MOST = 7;
    private static final int INPUTS = 10;
    private static final double TOLERANCE = 1e-12;

    /** A weight of another size moves outputs this much at least, since the slope of tanh is above 0.4 for |sums| below 1. */
    private static final double NOTICED = 1e-3;

    /** Checks the settings. */
    public EquivarianceStudy {
        Settings.ascending("sizes", sizes, size -> size >= 2 && size <= MOST, "in 2 … " + MOST);
        Settings.each("scales", scales, scale -> scale > 0 && Double.isFinite(scale), "positive");
        sizes = List.copyOf(sizes);
        scales = List.copyOf(scales);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(EquivarianceStudy.class);
        for (int size : sizes) {
            hold("cyclic shifts", shifts(size), size, seed, findings);
            hold("all permutations", permutations(size), 2, seed, findings);
        }
        int size = sizes.get(sizes.size() - 1);
        RealMatrix weights = Draws.matrix(Draws.stream(seed, 52), size, size);
        for (double scale : scales) {
            RealVector x = Draws.vector(Draws.stream(seed, 53), size, 1);
            RealVector scaled = x.mapMultiply(scale);
            double change = layer(weights, x.mapDivide(x.getNorm()))
                    .subtract(layer(weights, scaled.mapDivide(scaled.getNorm())))
                    .getLInfNorm();
            findings.equal(
                    new Point("change with the scale behind a normalization", "", "scale", scale),
                    0,
                    change,
                    TOLERANCE);
        }
        return findings.outcome();
    }

    private static void hold(String group, List<int[]> permutations, int free, long seed, Findings findings) {
        int size = permutations.get(0).length;
        SplittableRandom random = Draws.stream(seed, 50, size);
        RealMatrix shared = shared(Draws.matrix(random, size, size).scalarMultiply(1.0 / size), permutations);
        List<RealVector> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(Draws.vector(random, size, 0.5));
        }
        findings.equal(
                new Point("deviation from equivariance, weights shared", group, "n", size),
                0,
                deviation(shared, permutations, inputs),
                TOLERANCE);
        RealMatrix changed = shared.copy();
        changed.addToEntry(0, 0, 0.1);
        // With two inputs all shifts are all permutations, and still one changed weight breaks the symmetry.
        findings.atLeast(
                new Point("deviation from equivariance, one weight changed", group, "n", size),
                NOTICED,
                deviation(changed, permutations, inputs));
        findings.equal(
                new Point("free weights of an equivariant layer", group, "n", size),
                free,
                freeWeights(size, permutations),
                0);
    }

    /** Returns the mean of W[τ(i), τ(j)] over the group, which is shared as it demands. */
    static RealMatrix shared(RealMatrix weights, List<int[]> permutations) {
        int size = weights.getRowDimension();
        RealMatrix mean = new Array2DRowRealMatrix(size, size);
        for (int[] permutation : permutations) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    mean.addToEntry(i, j, weights.getEntry(permutation[i], permutation[j]) / permutations.size());
                }
            }
        }
        return mean;
    }

    private static double deviation(RealMatrix weights, List<int[]> permutations, List<RealVector> inputs) {
        double largest = 0;
        for (int[] permutation : permutations) {
            for (RealVector x : inputs) {
                RealVector difference =
                        layer(weights, permuted(x, permutation)).subtract(permuted(layer(weights, x), permutation));
                largest = Math.max(largest, difference.getLInfNorm());
            }
        }
        return largest;
    }

    /** Returns the dimension of the matrices with W[τ(i), τ(j)] − W[i, j] = 0 for all τ, i and j, by the rank of these equations' normal matrix. */
    private static int freeWeights(int size, List<int[]> permutations) {
        RealMatrix normal = new Array2DRowRealMatrix(size * size, size * size);
        for (int[] permutation : permutations) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    int here = i * size + j;
                    int there = permutation[i] * size + permutation[j];
                    normal.addToEntry(here, here, 1);
                    normal.addToEntry(there, there, 1);
                    normal.addToEntry(here, there, -1);
                    normal.addToEntry(there, here, -1);
                }
            }
        }
        return size * size - new SingularValueDecomposition(normal).getRank();
    }

    private static RealVector layer(RealMatrix weights, RealVector x) {
        return weights.operate(x).mapToSelf(Math::tanh);
    }

    private static RealVector permuted(RealVector x, int[] permutation) {
        RealVector permuted = x.copy();
        for (int i = 0; i < permutation.length; i++) {
            permuted.setEntry(permutation[i], x.getEntry(i));
        }
        return permuted;
    }

    private static List<int[]> shifts(int size) {
        List<int[]> shifts = new ArrayList<>();
        for (int by = 0; by < size; by++) {
            int[] shift = new int[size];
            for (int i = 0; i < size; i++) {
                shift[i] = (i + by) % size;
            }
            shifts.add(shift);
        }
        return shifts;
    }

    private static List<int[]> permutations(int size) {
        List<int[]> all = new ArrayList<>();
        all.add(new int[0]);
        for (int length = 1; length <= size; length++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] shorter : all) {
                for (int place = 0; place < length; place++) {
                    int[] permutation = new int[length];
                    System.arraycopy(shorter, 0, permutation, 0, place);
                    permutation[place] = length - 1;
                    System.arraycopy(shorter, place, permutation, place + 1, length - 1 - place);
                    longer.add(permutation);
                }
            }
            all = longer;
        }
        return all;
    }
}
