package org.meanfield.evaluate;

import java.io.Serializable;

/**
 * How well predictions fit the labels, as sums that can be added up.
 *
 * @param examples images scored
 * @param correct images whose most probable class is their label; of equal probabilities the first counts
 * @param lossSum sum of −ln p(label), in nats
 * @param binExamples images by the confidence of their prediction, in 15 bins of equal width
 * @param binCorrect those of them that are correct
 * @param binConfidence the sum of their confidences
 */
public record Score(
        long examples, long correct, double lossSum, long[] binExamples, long[] binCorrect, double[] binConfidence)
        implements Serializable {
    private static final int BINS = 15;

    /** Returns the score of nothing. */
    public static Score none() {
        return new Score(0, 0, 0, new long[BINS], new long[BINS], new double[BINS]);
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
        for (int i = 0; i < labels.length; i++) {
            int row = i * classes;
            int predicted = argMax(probabilities, row, classes);
            double confidence = probabilities[row + predicted];
            boolean hit = predicted == labels[i];
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            binExamples[bin]++;
            binConfidence[bin] += confidence;
            // A probability that has gone to 0 in float would make the sum infinite.
            lossSum -= Math.log(Math.max(probabilities[row + labels[i]], Float.MIN_NORMAL));
            if (hit) {
                correct++;
                binCorrect[bin]++;
            }
        }
        return new Score(labels.length, correct, lossSum, binExamples, binCorrect, binConfidence);
    }

    /** Returns the score of both together; in a fixed order the bits are the same. */
    public Score plus(Score other) {
        long[] examplesSum = new long[BINS];
        long[] correctSum = new long[BINS];
        double[] confidenceSum = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            examplesSum[bin] = binExamples[bin] + other.binExamples[bin];
            correctSum[bin] = binCorrect[bin] + other.binCorrect[bin];
            confidenceSum[bin] = binConfidence[bin] + other.binConfidence[bin];
        }
        return new Score(
                examples + other.examples,
                correct + other.correct,
                lossSum + other.lossSum,
                examplesSum,
                correctSum,
                confidenceSum);
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

    private static int argMax(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
