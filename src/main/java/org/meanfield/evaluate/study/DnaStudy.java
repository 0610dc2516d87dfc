package org.meanfield.evaluate.study;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Symmetry by weight sharing on DNA. Sequences of bases are of class 1 if they have a motif as it is, reversed, complemented (A for T, C for G and back) or both. A network that shares its filters among the four gives equivalent sequences the same output, and
 * with few samples a better test accuracy than one with four times the filters that shares none.
 *
 * @param length bases of a sequence
 * @param motif bases of the motif and of the filters
 * @param filters of the network with shared weights
 * @param samples the numbers of training sequences, ascending
 * @param tested the number of test sequences
 * @param epochs of stochastic gradient descent
 * @param learningRate of its steps
 * @param trials repetitions, each with a motif, sequences and starts of its own
 */
public record DnaStudy(
        @Default("24") int length,
        @Default("6") int motif,
        @Default("4") int filters,
        @Default("[50, 100, 200, 400]") List<Integer> samples,
        @Default("500") int tested,
        @Default("50") int epochs,
        @Default("0.1") double learningRate,
        @Default("20") int trials)
        implements Study {
    private static final int BASES = 4;
    private static final int FORMS = 4;
    private static final int MOST = 10_000;
    private static final int CHECKED = 100;
    private static final double TOLERANCE = 1e-12;

    /** Checks the settings. */
    public DnaStudy {
        Check.that(length >= 2 && length <= MOST, "length", length, "in 2 … " + MOST);
        Check.that(motif >= 2 && motif <= length, "motif", motif, "in 2 … length");
        Check.that(filters >= 1 && filters <= MOST, "filters", filters, "in 1 … " + MOST);
        Settings.ascending("samples", samples, one -> one >= 2 && one <= MOST, "in 2 … " + MOST);
        Check.that(tested >= 2 && tested <= MOST, "tested", tested, "in 2 … " + MOST);
        Check.that(epochs >= 1 && epochs <= MOST, "epochs", epochs, "in 1 … " + MOST);
        Check.that(learningRate > 0 && learningRate <= MOST, "learning-rate", learningRate, "in (0, " + MOST + "]");
        Check.that(trials >= 2 && trials <= MOST, "trials", trials, "in 2 … " + MOST);
        samples = List.copyOf(samples);
    }

    @Override
    public int repetitions() {
        return trials;
    }

    /** Returns for each number of samples the accuracies with and without shared weights and the largest difference of shared outputs between equivalent sequences. */
    @Override
    public double[] repeat(int repetition, long seed) {
        double[] values = new double[3 * samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            SplittableRandom random = Draws.stream(seed, 90, repetition, i);
            int[] sought = bases(random, motif);
            int[][] training = sequences(samples.get(i), sought, random);
            int[][] test = sequences(tested, sought, random);
            DnaNetwork sharing = trained(filters, true, training, random);
            values[3 * i] = accuracy(sharing, test);
            values[3 * i + 1] = accuracy(trained(FORMS * filters, false, training, random), test);
            values[3 * i + 2] = asymmetry(sharing, test);
        }
        return values;
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(DnaStudy.class);
        for (int i = 0; i < samples.size(); i++) {
            int at = 3 * i;
            double x = samples.get(i);
            SeedMean gain = SeedMean.of(repetitions.stream()
                    .mapToDouble(one -> one[at] - one[at + 1])
                    .toArray());
            findings.add(
                    new Point("gain in test accuracy by sharing", "", "samples", x),
                    Relation.MORE_THAN,
                    0,
                    gain.mean(),
                    gain.low(),
                    gain.high());
            findings.equal(
                    new Point("difference of outputs for equivalent sequences", "", "samples", x),
                    0,
                    repetitions.stream().mapToDouble(one -> one[at + 2]).max().orElseThrow(),
                    TOLERANCE);
            findings.note(
                    "%s samples: test accuracy %s with shared weights, %s without",
                    samples.get(i),
                    percent(Findings.mean(repetitions, at)),
                    percent(Findings.mean(repetitions, at + 1)));
        }
        return findings.outcome();
    }

    private static String percent(SeedMean mean) {
        return String.format(Locale.ROOT, "%.1f ± %.1f %%", 100 * mean.mean(), 100 * mean.half());
    }

    private DnaNetwork trained(int count, boolean shared, int[][] training, SplittableRandom random) {
        DnaNetwork network = new DnaNetwork(count, motif, shared, random);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i : Seeds.permutation(training.length, random)) {
                network.step(training[i], label(i), learningRate);
            }
        }
        return network;
    }

    private static double accuracy(DnaNetwork network, int[][] test) {
        double right = 0;
        for (int i = 0; i < test.length; i++) {
            right += network.logit(test[i]) > 0 == (label(i) == 1) ? 1 : 0;
        }
        return right / test.length;
    }

    private static double asymmetry(DnaNetwork network, int[][] test) {
        double largest = 0;
        for (int i = 0; i < Math.min(CHECKED, test.length); i++) {
            for (int form = 1; form < FORMS; form++) {
                double difference = network.logit(test[i]) - network.logit(DnaNetwork.form(test[i], form));
                largest = Math.max(largest, Math.abs(difference));
            }
        }
        return largest;
    }

    /** Every second sequence has the motif. */
    private static int label(int number) {
        return number % 2;
    }

    private int[][] sequences(int count, int[] sought, SplittableRandom random) {
        int[][] sequences = new int[count][];
        for (int i = 0; i < count; i++) {
            sequences[i] = bases(random, length);
            if (label(i) == 1) {
                int[] form = DnaNetwork.form(sought, random.nextInt(FORMS));
                System.arraycopy(form, 0, sequences[i], random.nextInt(length - motif + 1), motif);
            }
        }
        return sequences;
    }

    private static int[] bases(SplittableRandom random, int count) {
        int[] bases = new int[count];
        for (int i = 0; i < count; i++) {
            bases[i] = random.nextInt(BASES);
        }
        return bases;
    }
}
