package org.meanfield.evaluate.study;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.Wilson;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Guess and check: learning without gradients, and why it generalizes. Teacher and student are two-layer networks, 1 where Σ aⱼ relu(wⱼ · x) is positive, of weights with q levels; inputs are from {−1, 1}^d₀. The student draws all its weights
 * until it labels n samples as the teacher does, after t guesses. A guess computes the teacher's function with a probability p⋆ of at least q^(−d₀ d₁⋆ − d₁): its first units are the teacher's, its other output weights zero. So the probability of more than T guesses is at most (1 − p⋆)^T, and as
 * guesses do not depend on the samples, the error is, with probability 1 − δ − η, at most (log T + log 1/δ)/n with T = log(1/η)/p⋆.
 *
 * @param inputs d₀, which gives 2^d₀ inputs, over which errors are counted
 * @param teacherUnits d₁⋆, the hidden units of the teacher
 * @param studentUnits d₁, the hidden units of the student
 * @param levels q, an odd number: weights are whole numbers from −(q − 1)/2 to (q − 1)/2
 * @param samples the values of n, ascending
 * @param delta δ, the probability of an error above the bound among T guesses
 * @param eta η, the probability of more than T guesses
 * @param trials teachers that have both labels, each with its samples and student
 */
public record GuessAndCheckStudy(
        @Default("8") int inputs,
        @Default("1") int teacherUnits,
        @Default("2") int studentUnits,
        @Default("3") int levels,
        @Default("[10, 20, 50, 100, 200]") List<Integer> samples,
        @Default("0.05") double delta,
        @Default("0.05") double eta,
        @Default("100") int trials)
        implements Study {
    private static final int MOST_INPUTS = 12;
    private static final int MOST = 100_000;

    /** So that guessing ends: a trial makes about 1/p⋆ guesses at most. */
    private static final int MOST_GUESSES = 10_000_000;

    /** Multiples of 1/p⋆ at which the stopping time is looked at. */
    private static final double[] TIMES = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3};

    /** Checks the settings. */
    public GuessAndCheckStudy {
        Check.that(inputs >= 1 && inputs <= MOST_INPUTS, "inputs", inputs, "in 1 … " + MOST_INPUTS);
        Check.that(
                studentUnits >= 1 && studentUnits <= MOST_INPUTS,
                "student-units",
                studentUnits,
                "in 1 … " + MOST_INPUTS);
        Check.that(
                teacherUnits >= 1 && teacherUnits <= studentUnits,
                "teacher-units",
                teacherUnits,
                "in 1 … student-units");
        Check.that(levels >= 3 && levels % 2 == 1 && levels <= MOST, "levels", levels, "an odd number of at least 3");
        double guesses = Math.pow(levels, inputs * teacherUnits + studentUnits);
        Check.that(
                guesses <= MOST_GUESSES,
                "inputs",
                inputs,
                "so few that levels^(inputs · teacher-units + student-units) is at most " + MOST_GUESSES);
        Settings.ascending("samples", samples, one -> one >= 1 && one <= MOST, "in 1 … " + MOST);
        Check.that(delta > 0 && delta < 0.5, "delta", delta, "in (0, 0.5)");
        Check.that(eta > 0 && eta < 0.5, "eta", eta, "in (0, 0.5)");
        Check.that(trials >= 2 && trials <= MOST, "trials", trials, "in 2 … " + MOST);
        samples = List.copyOf(samples);
    }

    @Override
    public int repetitions() {
        return trials;
    }

    /** Returns the number of guesses and the error of the student for each number of samples. */
    @Override
    public double[] repeat(int repetition, long seed) {
        double[] values = new double[2 * samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            SplittableRandom random = Draws.stream(seed, 80, repetition, i);
            boolean[] labels = teacher(random);
            boolean[] seen = new boolean[labels.length];
            for (int sample = 0; sample < samples.get(i); sample++) {
                seen[random.nextInt(seen.length)] = true;
            }
            int[] student;
            do {
                student = weights(random, studentUnits);
                values[2 * i]++;
            } while (!agrees(student, labels, seen));
            values[2 * i + 1] = error(student, labels);
        }
        return values;
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(GuessAndCheckStudy.class);
        double least = Math.pow(levels, -inputs * teacherUnits - studentUnits);
        double most = Math.log(1 / eta) / least;
        for (int i = 0; i < samples.size(); i++) {
            int guesses = 2 * i;
            for (double time : TIMES) {
                double after = Math.max(1, Math.floor(time / least));
                long longer =
                        repetitions.stream().filter(one -> one[guesses] > after).count();
                Wilson interval = Wilson.of(longer, trials);
                findings.add(
                        new Point("P(t > T)", "n = " + samples.get(i), "T", after),
                        Relation.AT_MOST,
                        Math.pow(1 - least, after),
                        (double) longer / trials,
                        interval.low(),
                        interval.high());
            }
            double bound = Math.min(1, (Math.log(most) + Math.log(1 / delta)) / samples.get(i));
            double[] errors = repetitions.stream()
                    .mapToDouble(one -> one[guesses + 1])
                    .sorted()
                    .toArray();
            findings.atMost(
                    new Point("error, exceeded with probability δ + η", "", "n", samples.get(i)),
                    bound,
                    errors[(int) Math.min(trials - 1, Math.ceil((1 - delta - eta) * trials))]);
            findings.note(
                    "n = %d: %.0f guesses and an error of %.4f on average",
                    samples.get(i),
                    repetitions.stream()
                            .mapToDouble(one -> one[guesses])
                            .average()
                            .orElseThrow(),
                    Arrays.stream(errors).average().orElseThrow());
        }
        findings.note("p⋆ is at least %.3g, T for η = %s is %.0f", least, eta, most);
        return findings.outcome();
    }

    /** Returns the input weights by unit, then the output weights. */
    private int[] weights(SplittableRandom random, int units) {
        int[] weights = new int[units * (inputs + 1)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(levels) - levels / 2;
        }
        return weights;
    }

    /** Returns the labels of all inputs by a teacher that has both of them: others are guessed at once. */
    private boolean[] teacher(SplittableRandom random) {
        while (true) {
            int[] weights = weights(random, teacherUnits);
            boolean[] labels = new boolean[1 << inputs];
            boolean differ = false;
            for (int input = 0; input < labels.length; input++) {
                labels[input] = label(weights, teacherUnits, input);
                differ |= labels[input] != labels[0];
            }
            if (differ) {
                return labels;
            }
        }
    }

    private boolean label(int[] weights, int units, int input) {
        int sum = 0;
        for (int unit = 0; unit < units; unit++) {
            int own = 0;
            for (int i = 0; i < inputs; i++) {
                own += (input >> i & 1) == 1 ? weights[unit * inputs + i] : -weights[unit * inputs + i];
            }
            sum += weights[units * inputs + unit] * Math.max(0, own);
        }
        return sum > 0;
    }

    private boolean agrees(int[] student, boolean[] labels, boolean[] seen) {
        for (int input = 0; input < labels.length; input++) {
            if (seen[input] && label(student, studentUnits, input) != labels[input]) {
                return false;
            }
        }
        return true;
    }

    private double error(int[] student, boolean[] labels) {
        double wrong = 0;
        for (int input = 0; input < labels.length; input++) {
            wrong += label(student, studentUnits, input) == labels[input] ? 0 : 1;
        }
        return wrong / labels.length;
    }
}
