package org.meanfield.evaluate.study;

import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Implicit regularization by gradient descent. Least squares ½‖Xw − y‖² with fewer samples than weights has many solutions; gradient descent from 0
 * reaches the one of minimum norm, the pseudo-inverse's X⁺y, from elsewhere it does not: what the start has in the null space of X stays. With the singular
 * values sᵢ and right singular vectors vᵢ of X, the distance to X⁺y after t steps of size η is the root of Σ (1 − η sᵢ²)²ᵗ (vᵢ · (w₀ − X⁺y))² + ‖P₀ w₀‖², where P₀ projects
 * on the null space.
 *
 * @param samples n, the rows of X ~ N(0, 1)
 * @param dimension d, the number of weights, more than n
 * @param learningRate η as a multiple of 1/s₁², in (0, 2), where descent converges
 * @param steps the steps after which the distance is measured, ascending
 */
public record MinimumNormStudy(
        @Default("10") int samples,
        @Default("20") int dimension,
        @Default("1") double learningRate,
        @Default("[0, 50, 100, 150, 200, 300, 400, 500, 600, 700, 800]") List<Integer> steps)
        implements Study {
    private static final int MOST = 500;
    private static final int MOST_STEPS = 100_000;
    private static final double TOLERANCE = 1e-9;

    /** Checks the settings. */
    public MinimumNormStudy {
        Check.that(dimension >= 2 && dimension <= MOST, "dimension", dimension, "in 2 … " + MOST);
        Check.that(samples >= 1 && samples < dimension, "samples", samples, "in 1 … dimension − 1");
        Check.that(learningRate > 0 && learningRate < 2, "learning-rate", learningRate, "in (0, 2)");
        Settings.ascending("steps", steps, step -> step >= 0 && step <= MOST_STEPS, "in 0 … " + MOST_STEPS);
        steps = List.copyOf(steps);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        RealMatrix inputs = Draws.matrix(Draws.stream(seed, 10), samples, dimension);
        RealVector labels = Draws.vector(Draws.stream(seed, 11), samples, 1);
        Findings findings = new Findings(MinimumNormStudy.class);
        descend("from 0", new ArrayRealVector(dimension), inputs, labels, findings);
        descend("from N(0, I)", Draws.vector(Draws.stream(seed, 12), dimension, 1), inputs, labels, findings);
        return findings.outcome();
    }

    private void descend(String setting, RealVector start, RealMatrix inputs, RealVector labels, Findings findings) {
        SingularValueDecomposition decomposition = new SingularValueDecomposition(inputs);
        RealVector solution = decomposition.getSolver().solve(labels);
        RealMatrix directions = decomposition.getV().getSubMatrix(0, dimension - 1, 0, samples - 1);
        double[] squares = new double[samples];
        for (int i = 0; i < samples; i++) {
            squares[i] = Math.pow(decomposition.getSingularValues()[i], 2);
        }
        double rate = learningRate / squares[0];
        RealVector along = directions.preMultiply(start.subtract(solution));
        double fixed = start.subtract(directions.operate(directions.preMultiply(start)))
                .getNorm();
        RealVector weights = start;
        RealMatrix transposed = inputs.transpose();
        int done = 0;
        for (int step : steps) {
            for (; done < step; done++) {
                RealVector residual = inputs.operate(weights).subtract(labels);
                weights = weights.subtract(transposed.operate(residual).mapMultiply(rate));
            }
            double left = fixed * fixed;
            for (int i = 0; i < samples; i++) {
                left += Math.pow(Math.pow(1 - rate * squares[i], step) * along.getEntry(i), 2);
            }
            findings.equal(
                    new Point("distance to the minimum-norm solution", setting, "step", step),
                    Math.sqrt(left),
                    weights.subtract(solution).getNorm(),
                    TOLERANCE);
        }
        findings.note(
                "%s: after %,d steps the training error is %.2g, the distance to the minimum-norm solution %.2g",
                setting,
                done,
                inputs.operate(weights).subtract(labels).getNorm(),
                weights.subtract(solution).getNorm());
    }
}
