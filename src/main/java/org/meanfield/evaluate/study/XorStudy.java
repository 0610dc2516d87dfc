package org.meanfield.evaluate.study;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NoFeasibleSolutionException;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * XOR needs two layers. A threshold unit, 1 where w · x + b is positive, computes a function of two bits if and only if the linear programme y (w · x + b) ≥ 1 with y = ±1 over the four inputs has a solution; it has for
 * 14 of the 16 functions, among them AND and OR, and not for XOR and its negation. Two layers of sigmoids find XOR by gradient descent, from some starts.
 *
 * @param hidden the units of the first layer
 * @param trainings the number of trainings, from different starts N(0, 1)
 * @param steps of gradient descent on all four inputs
 * @param learningRate of these steps
 */
public record XorStudy(
        @Default("2") int hidden,
        @Default("40") int trainings,
        @Default("5000") int steps,
        @Default("2") double learningRate)
        implements Study {
    private static final int MOST = 1000;
    private static final int MOST_STEPS = 1_000_000;
    private static final int FUNCTIONS = 16;
    private static final int XOR = 0b0110;
    private static final double[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    /** Checks the settings. */
    public XorStudy {
        Check.that(hidden >= 1 && hidden <= MOST, "hidden", hidden, "in 1 … " + MOST);
        Check.that(trainings >= 1 && trainings <= MOST, "trainings", trainings, "in 1 … " + MOST);
        Check.that(steps >= 1 && steps <= MOST_STEPS, "steps", steps, "in 1 … " + MOST_STEPS);
        Check.that(learningRate > 0 && learningRate <= MOST, "learning-rate", learningRate, "in (0, " + MOST + "]");
    }

    @Override
    public int repetitions() {
        return trainings;
    }

    /** Returns how many of the four outputs a training gets right. */
    @Override
    public double[] repeat(int repetition, long seed) {
        List<Integer> units = List.of(2, hidden, 1);
        SigmoidMlp network = new SigmoidMlp(units);
        double[] weights = Draws.normal(Draws.stream(seed, 70, repetition), SigmoidMlp.parameters(units), 1);
        for (int step = 0; step < steps; step++) {
            double[] sum = new double[weights.length];
            for (int i = 0; i < INPUTS.length; i++) {
                double[] gradient = network.gradient(weights, INPUTS[i], new double[] {output(XOR, i)});
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += gradient[k];
                }
            }
            for (int k = 0; k < sum.length; k++) {
                weights[k] -= learningRate * sum[k] / INPUTS.length;
            }
        }
        double right = 0;
        for (int i = 0; i < INPUTS.length; i++) {
            boolean one = network.outputs(weights, INPUTS[i])[0] > 0.5;
            right += one == (output(XOR, i) == 1) ? 1 : 0;
        }
        return new double[] {right};
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(XorStudy.class);
        for (int function = 0; function < FUNCTIONS; function++) {
            boolean xor = function == XOR || function == (XOR ^ (FUNCTIONS - 1));
            findings.equal(
                    new Point("one threshold unit computes it", "", "outputs as a binary number", function),
                    xor ? 0 : 1,
                    isComputedByOneUnit(function) ? 1 : 0,
                    0);
        }
        findings.note("AND is function 1, OR 7, XOR 6: the outputs for 00, 01, 10 and 11 as a binary number");
        double best = repetitions.stream().mapToDouble(right -> right[0]).max().orElseThrow();
        findings.equal(
                new Point("outputs of XOR right by two layers", "best training", "hidden units", hidden),
                INPUTS.length,
                best,
                0);
        long found =
                repetitions.stream().filter(right -> right[0] == INPUTS.length).count();
        findings.note("%d of %d trainings of two layers with %d hidden units find XOR", found, trainings, hidden);
        return findings.outcome();
    }

    /** Returns whether the linear programme over (w₁, w₂, b) has a solution. */
    static boolean isComputedByOneUnit(int function) {
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int i = 0; i < INPUTS.length; i++) {
            double sign = 2 * output(function, i) - 1.0;
            constraints.add(new LinearConstraint(
                    new double[] {sign * INPUTS[i][0], sign * INPUTS[i][1], sign}, Relationship.GEQ, 1));
        }
        try {
            new SimplexSolver()
                    .optimize(
                            new LinearObjectiveFunction(new double[3], 0),
                            new LinearConstraintSet(constraints),
                            new NonNegativeConstraint(false));
            return true;
        } catch (NoFeasibleSolutionException e) { // the answer, not a failure
            return false;
        }
    }

    /** Bit 3 is the output for (0, 0), bit 0 that for (1, 1). */
    private static int output(int function, int input) {
        return function >> (INPUTS.length - 1 - input) & 1;
    }
}
