package org.meanfield.evaluate.study;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Teacher and student with ridge regression. A teacher w_t ~ N(0, σ_w²/d · I) labels N inputs x ~ N(0, I) with y = x · w_t + ε, ε ~ N(0, σ_ε²); the
 * student is w_μ = (XᵀX + μI)⁻¹ Xᵀy. Its risk R(w) = E(x · w − x · w_t)² is ‖w − w_t‖², and its mean over teachers and noise, with the eigenvalues
 * λ of XᵀX, is Σ ((σ_w²/d) μ² + σ_ε² λᵢ) / (λᵢ + μ)², least at μ = d σ_ε²/σ_w².
 *
 * @param dimension d, the number of weights
 * @param ratios N/d, each with inputs X of its own; N is at least 1
 * @param teacher σ_w, positive
 * @param noise the values of σ_ε, each positive
 * @param penalties the values of μ, ascending
 * @param trials the number of teachers, each with noise of its own, for each point
 */
public record RidgeStudy(
        @Default("20") int dimension,
        @Default("[0.5, 1, 5]") List<Double> ratios,
        @Default("1") double teacher,
        @Default("[0.1, 1]") List<Double> noise,
        @Default("[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]") List<Double> penalties,
        @Default("1000") int trials)
        implements Study {
    private static final int MOST = 200;
    private static final int MOST_TRIALS = 1_000_000;
    private static final int FIXED_STUDENTS = 20;

    /** The precision of a minimum found by values alone is about the root of that of a double. */
    private static final double TOLERANCE = 1e-5;

    /** Checks the settings. */
    public RidgeStudy {
        Check.that(dimension >= 1 && dimension <= MOST, "dimension", dimension, "in 1 … " + MOST);
        Check.that(trials >= 2 && trials <= MOST_TRIALS, "trials", trials, "in 2 … " + MOST_TRIALS);
        Check.that(teacher > 0 && Double.isFinite(teacher), "teacher", teacher, "positive");
        Settings.each("ratios", ratios, ratio -> ratio > 0 && ratio <= MOST, "in (0, " + MOST + "]");
        Settings.each("noise", noise, one -> one > 0 && Double.isFinite(one), "positive");
        Settings.ascending("penalties", penalties, one -> one > 0 && Double.isFinite(one), "positive");
        ratios = List.copyOf(ratios);
        noise = List.copyOf(noise);
        penalties = List.copyOf(penalties);
    }

    @Override
    public int repetitions() {
        return trials;
    }

    @Override
    public double[] repeat(int repetition, long seed) {
        double[] risks = new double[ratios.size() * noise.size() * penalties.size() + FIXED_STUDENTS];
        int next = 0;
        for (int r = 0; r < ratios.size(); r++) {
            RealMatrix inputs = inputs(r, seed);
            RealMatrix transposed = inputs.transpose();
            RealMatrix gram = transposed.multiply(inputs);
            for (double deviation : noise) {
                for (double penalty : penalties) {
                    SplittableRandom random = Draws.stream(seed, 1, repetition, next);
                    RealVector target = target(random);
                    RealVector labels =
                            inputs.operate(target).add(Draws.vector(random, inputs.getRowDimension(), deviation));
                    RealVector student = new CholeskyDecomposition(gram.add(scaledIdentity(penalty)))
                            .getSolver()
                            .solve(transposed.operate(labels));
                    risks[next++] = squaredDistance(student, target);
                }
            }
        }
        for (int i = 0; i < FIXED_STUDENTS; i++) {
            double error = Draws.vector(Draws.stream(seed, 3, repetition, i), dimension, 1)
                    .dotProduct(difference(i, seed));
            risks[next++] = error * error;
        }
        return risks;
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(RidgeStudy.class);
        int next = 0;
        for (int r = 0; r < ratios.size(); r++) {
            RealMatrix inputs = inputs(r, seed);
            double[] eigenvalues = new EigenDecomposition(inputs.transpose().multiply(inputs)).getRealEigenvalues();
            for (double deviation : noise) {
                String setting = String.format(Locale.ROOT, "N/d = %s, σ_ε = %s", ratios.get(r), deviation);
                for (double penalty : penalties) {
                    findings.simulated(
                            new Point("mean risk", setting, "μ", penalty),
                            risk(eigenvalues, deviation, penalty),
                            Findings.mean(repetitions, next++));
                }
                double best = dimension * deviation * deviation / (teacher * teacher);
                findings.equal(
                        new Point("best penalty", "N/d = " + ratios.get(r), "σ_ε", deviation),
                        best,
                        minimum(eigenvalues, deviation, best),
                        TOLERANCE * best);
            }
        }
        for (int i = 0; i < FIXED_STUDENTS; i++) {
            RealVector difference = difference(i, seed);
            double distance = difference.dotProduct(difference);
            findings.simulated(
                    new Point("risk of a fixed student", "", "‖w − w_t‖²", distance),
                    distance,
                    Findings.mean(repetitions, next++));
        }
        return findings.outcome();
    }

    /** The closed form of the mean risk. */
    double risk(double[] eigenvalues, double deviation, double penalty) {
        double risk = 0;
        for (double eigenvalue : eigenvalues) {
            // Rounding can make a zero negative.
            double spread = Math.max(0, eigenvalue);
            risk += (teacher * teacher / dimension * penalty * penalty + deviation * deviation * spread)
                    / ((spread + penalty) * (spread + penalty));
        }
        return risk;
    }

    /** The penalty of the least risk, searched within a factor of 100 around {@code centre}, at other places than there. */
    private double minimum(double[] eigenvalues, double deviation, double centre) {
        return Math.exp(new BrentOptimizer(1e-9, 1e-12)
                .optimize(
                        new MaxEval(1000),
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(log -> risk(eigenvalues, deviation, Math.exp(log))),
                        new SearchInterval(Math.log(centre / 100), Math.log(centre * 70)))
                .getPoint());
    }

    private RealMatrix inputs(int ratio, long seed) {
        return Draws.matrix(Draws.stream(seed, 0, ratio), samples(ratios.get(ratio), dimension), dimension);
    }

    private RealVector target(SplittableRandom random) {
        return Draws.vector(random, dimension, teacher / Math.sqrt(dimension));
    }

    /** A fixed student less its teacher. */
    private RealVector difference(int student, long seed) {
        SplittableRandom random = Draws.stream(seed, 2, student);
        return target(random).subtract(target(random));
    }

    private RealMatrix scaledIdentity(double factor) {
        return MatrixUtils.createRealIdentityMatrix(dimension).scalarMultiply(factor);
    }

    private static double squaredDistance(RealVector a, RealVector b) {
        RealVector difference = a.subtract(b);
        return difference.dotProduct(difference);
    }

    private static int samples(double ratio, int dimension) {
        return (int) Math.max(1, Math.round(ratio * dimension));
    }
}
