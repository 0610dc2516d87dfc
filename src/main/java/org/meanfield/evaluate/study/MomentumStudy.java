package org.meanfield.evaluate.study;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Two forms of momentum: v ← β v + g, w ← w − η v, as in PyTorch, and u ← β u − η g, w ← w + u (Sutskever et al. 2013). On the same gradients they give the same iterates, up to rounding, as long as the learning rate stays. When
 * it falls from η to η', the second form goes on with its old steps, so that k steps later the iterates differ by (η − η') v β (1 − βᵏ)/(1 − β), where v is the momentum before.
 *
 * @param momentum β, in [0, 1)
 * @param learningRate η, positive
 * @param fallen η', positive
 * @param parameters the number of parameters
 * @param steps of each part; gradients are from N(0, 1)
 */
public record MomentumStudy(
        @Default("0.9") double momentum,
        @Default("0.01") double learningRate,
        @Default("0.001") double fallen,
        @Default("1000") int parameters,
        @Default("100") int steps)
        implements Study {
    private static final int MOST = 1_000_000;
    private static final int MOST_STEPS = 10_000;

    /** Of a parameter of size 1; the rounding errors of a hundred steps. */
    private static final double FEW_ULP = 8;

    private static final double TOLERANCE = 1e-12;

    /** Checks the settings. */
    public MomentumStudy {
        Check.that(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
        Check.that(learningRate > 0 && learningRate <= 1, "learning-rate", learningRate, "in (0, 1]");
        Check.that(fallen > 0 && fallen <= 1, "fallen", fallen, "in (0, 1]");
        Check.that(parameters >= 1 && parameters <= MOST, "parameters", parameters, "in 1 … " + MOST);
        Check.that(steps >= 1 && steps <= MOST_STEPS, "steps", steps, "in 1 … " + MOST_STEPS);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(MomentumStudy.class);
        double[] first = new double[parameters];
        double[] second = new double[parameters];
        double[] velocity = new double[parameters];
        double[] update = new double[parameters];
        SplittableRandom random = Draws.stream(seed, 60);
        double largest = 1;
        double most = 0;
        for (int step = 1; step <= steps; step++) {
            take(learningRate, first, second, velocity, update, random);
            for (double value : first) {
                largest = Math.max(largest, Math.abs(value));
            }
            double ulps = distance(first, second) / Math.ulp(largest);
            most = Math.max(most, ulps);
            findings.atMost(
                    new Point("difference in units of the last place", "constant learning rate", "step", step),
                    FEW_ULP,
                    ulps);
        }
        findings.note(
                "With a constant learning rate the iterates differ by %.1f units of the last place at most", most);
        double[] before = velocity.clone();
        for (int step = 1; step <= steps; step++) {
            take(fallen, first, second, velocity, update, random);
            double factor = (learningRate - fallen) * momentum * (1 - Math.pow(momentum, step)) / (1 - momentum);
            findings.equal(
                    new Point("difference after the learning rate fell", "", "step", step),
                    Math.abs(factor) * distance(before, new double[parameters]),
                    distance(first, second),
                    TOLERANCE);
        }
        return findings.outcome();
    }

    private void take(
            double rate, double[] first, double[] second, double[] velocity, double[] update, SplittableRandom random) {
        for (int i = 0; i < parameters; i++) {
            double gradient = random.nextGaussian();
            velocity[i] = momentum * velocity[i] + gradient;
            first[i] -= rate * velocity[i];
            update[i] = momentum * update[i] - rate * gradient;
            second[i] += update[i];
        }
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
