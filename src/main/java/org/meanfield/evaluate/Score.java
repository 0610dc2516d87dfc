package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import org.meanfield.tables.EvaluationRow;

/**
 * How well predictions fit the labels, as sums that can be added up.
 *
 * @param examples images scored
 * @param correct images whose most probable class is their label; of equal probabilities the first counts
 * @param lossSum sum of −ln p(label), in nats
 * @param binExamples images by the confidence of their prediction, in 15 bins of equal width
 * @param binCorrect those of them that are correct
 * @param binConfidence the sum of their confidences
 * @param brierSum sum of Σₖ (p(k) − yₖ)², where yₖ is 1 for the label and 0 for the other classes
 * @param classExamples images by their label; none for the score of nothing
 * @param classCorrect those of them that are correct
 */
public record Score(
        long examples,
        long correct,
        double lossSum,
        long[] binExamples,
        long[] binCorrect,
        double[] binConfidence,
        double brierSum,
        long[] classExamples,
        long[] classCorrect)
        implements Serializable {
    private static final int BINS = 15;

    /** Returns the score of nothing. */
    public static Score none() {
        return new Score(0, 0, 0, new long[BINS], new long[BINS], new double[BINS], 0, new long[0], new long[0]);
    }

    /**
     * Scores predictions.
     *
     * @param probabilities [images, classes] in c order
     * @param labels the class of each image
     */
    public static Score of(float[] probabilities, byte[] labels) {
        int classes = probabilities.length / labels.length;
        long correct = 0;
        double lossSum = 0;
        long[] binExamples = new long[BINS];
        long[] binCorrect = new long[BINS];
        double[] binConfidence = new double[BINS];
        double brierSum = 0;
        long[] classExamples = new long[classes];
        long[] classCorrect = new long[classes];
        for (int i = 0; i < labels.length; i++) {
            int row = i * classes;
            int predicted = argMax(probabilities, row, classes);
            double confidence = probabilities[row + predicted];
            boolean hit = predicted == labels[i];
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            binExamples[bin]++;
            classExamples[labels[i]]++;
            binConfidence[bin] += confidence;
            // A probability that has gone to 0 in float would make the sum infinite.
            lossSum -= Math.log(Math.max(probabilities[row + labels[i]], Float.MIN_NORMAL));
            brierSum += brier(probabilities, row, classes, labels[i]);
            if (hit) {
                correct++;
                binCorrect[bin]++;
                classCorrect[labels[i]]++;
            }
        }
        return new Score(
                labels.length,
                correct,
                lossSum,
                binExamples,
                binCorrect,
                binConfidence,
                brierSum,
                classExamples,
                classCorrect);
    }

    /** Returns the score of both together; in a fixed order the bits are the same. */
    public Score plus(Score other) {
        double[] confidenceSum = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            confidenceSum[bin] = binConfidence[bin] + other.binConfidence[bin];
        }
        return new Score(
                examples + other.examples,
                correct + other.correct,
                lossSum + other.lossSum,
                sum(binExamples, other.binExamples),
                sum(binCorrect, other.binCorrect),
                confidenceSum,
                brierSum + other.brierSum,
                sum(classExamples, other.classExamples),
                sum(classCorrect, other.classCorrect));
    }

    /**
     * Returns this score if it is of {@code expected} images.
     *
     * @throws IllegalStateException if some were left out or counted twice
     */
    public Score over(long expected) {
        if (examples != expected) {
            throw new IllegalStateException("Scored %d images of a split of %d".formatted(examples, expected));
        }
        return this;
    }

    /** Returns the share of correct images, in [0, 1]. */
    public double accuracy() {
        return (double) correct / examples;
    }

    /** Returns the 95 % interval of the accuracy. */
    public Wilson interval() {
        return Wilson.of(correct, examples);
    }

    /** Returns the mean cross-entropy, in nats. */
    public double loss() {
        return lossSum / examples;
    }

    /**
     * Returns the expected calibration error, in [0, 1]: Σ (nᵦ/n)·|accuracy of bin b − mean confidence of bin b| (Guo et
     * al. 2017).
     */
    public double calibrationError() {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(binCorrect[bin] - binConfidence[bin]) / examples;
        }
        return error;
    }

    /** Returns the mean Brier score over all classes, in [0, 2] (Brier 1950). */
    public double brier() {
        return brierSum / examples;
    }

    private static double brier(float[] probabilities, int from, int classes, int label) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            double gap = probabilities[from + k] - (k == label ? 1.0 : 0.0);
            sum += gap * gap;
        }
        return sum;
    }

    /** Counts of nothing are shorter: it is not known of how many classes. */
    private static long[] sum(long[] counts, long[] others) {
        long[] sum = Arrays.copyOf(counts, Math.max(counts.length, others.length));
        for (int i = 0; i < others.length; i++) {
            sum[i] += others[i];
        }
        return sum;
    }

    /** Returns the position, from 0, of the first largest of some values. */
    static int argMax(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Returns its row: of a split, after some rounds and completed epochs. */
    public EvaluationRow row(String split, int rounds, int epoch) {
        return new EvaluationRow(
                split,
                rounds,
                epoch,
                examples(),
                correct(),
                accuracy(),
                interval().low(),
                interval().high(),
                loss(),
                calibrationError());
    }
}
