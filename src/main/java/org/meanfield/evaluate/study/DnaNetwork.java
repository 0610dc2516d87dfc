package org.meanfield.evaluate.study;

import java.util.SplittableRandom;

/**
 * Network on DNA sequences: filters over k bases, of each its greatest response, a logistic output. With shared weights a filter's response is the greatest over the sequence, its reverse, its complement and both, so that
 * the output is the same for the four.
 */
final class DnaNetwork {
    private static final int BASES = 4;
    private static final int FORMS = 4;

    private final int width;
    private final boolean shared;
    private final double[][] filters;
    private final double[] outputs;
    private double bias;

    /** Creates one with filters of {@code width} bases, drawn from N(0, 0.3²). */
    DnaNetwork(int filters, int width, boolean shared, SplittableRandom random) {
        this.width = width;
        this.shared = shared;
        this.filters = new double[filters][];
        this.outputs = Draws.normal(random, filters, 0.3);
        for (int i = 0; i < filters; i++) {
            this.filters[i] = Draws.normal(random, width * BASES, 0.3);
        }
    }

    /**
     * Returns a form of a sequence of bases 0 … 3 for A, C, G and T.
     *
     * @param form bit 0: reversed; bit 1: each base replaced by the one that it pairs with, A and T, C and G
     */
    static int[] form(int[] sequence, int form) {
        int[] changed = new int[sequence.length];
        for (int i = 0; i < changed.length; i++) {
            int base = sequence[(form & 1) == 0 ? i : sequence.length - 1 - i];
            changed[i] = (form & 2) == 0 ? base : BASES - 1 - base;
        }
        return changed;
    }

    /** Returns the log-odds of the class 1. */
    double logit(int[] sequence) {
        double sum = bias;
        for (int i = 0; i < filters.length; i++) {
            sum += outputs[i] * greatest(i, sequence).response;
        }
        return sum;
    }

    /** Takes a step of stochastic gradient descent on the logistic loss of one sequence. */
    void step(int[] sequence, int label, double rate) {
        Place[] places = new Place[filters.length];
        double sum = bias;
        for (int i = 0; i < filters.length; i++) {
            places[i] = greatest(i, sequence);
            sum += outputs[i] * places[i].response;
        }
        double error = rate * (1 / (1 + Math.exp(-sum)) - label);
        bias -= error;
        for (int i = 0; i < filters.length; i++) {
            double change = error * outputs[i];
            outputs[i] -= error * places[i].response;
            for (int k = 0; k < width; k++) {
                filters[i][k * BASES + places[i].sequence[places[i].start + k]] -= change;
            }
        }
    }

    private record Place(double response, int[] sequence, int start) {}

    private Place greatest(int filter, int[] sequence) {
        Place best = new Place(Double.NEGATIVE_INFINITY, sequence, 0);
        for (int form = 0; form < (shared ? FORMS : 1); form++) {
            int[] changed = form(sequence, form);
            for (int start = 0; start + width <= changed.length; start++) {
                double response = 0;
                for (int k = 0; k < width; k++) {
                    response += filters[filter][k * BASES + changed[start + k]];
                }
                best = response > best.response ? new Place(response, changed, start) : best;
            }
        }
        return best;
    }
}
