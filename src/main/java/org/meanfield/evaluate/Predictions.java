package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.tables.PredictionRow;

/**
 * Predictions of a network for consecutive images of a split.
 *
 * @param start number of the first image
 * @param labels their true classes
 * @param predicted the predicted classes: of highest probability, on ties the first
 * @param confidence the probabilities of the predicted classes
 */
public record Predictions(int start, byte[] labels, byte[] predicted, float[] confidence) implements Serializable {
    /** Returns empty predictions, which start at image 0. */
    public static Predictions none() {
        return new Predictions(0, new byte[0], new byte[0], new float[0]);
    }

    /**
     * Returns the predictions of a block.
     *
     * @param start number of the first image
     * @param probabilities [images, classes] in c order
     * @param labels the true class of each image
     */
    public static Predictions of(int start, float[] probabilities, byte[] labels) {
        int classes = probabilities.length / labels.length;
        byte[] predicted = new byte[labels.length];
        float[] confidence = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            predicted[i] = (byte) Score.argMax(probabilities, i * classes, classes);
            confidence[i] = probabilities[i * classes + predicted[i]];
        }
        return new Predictions(start, labels, predicted, confidence);
    }

    /** Returns the number of images. */
    public int count() {
        return labels.length;
    }

    /** Returns the correctly classified images, by their numbers in the split. */
    public BitSet hits() {
        BitSet hits = new BitSet(start + count());
        for (int i = 0; i < count(); i++) {
            hits.set(start + i, predicted[i] == labels[i]);
        }
        return hits;
    }

    /**
     * Appends the next predictions.
     *
     * @throws IllegalStateException if {@code next} does not start where these end, so that an image would be missing
     *     or duplicate
     */
    public Predictions plus(Predictions next) {
        if (next.start != start + count()) {
            throw new IllegalStateException(
                    "Predictions up to image %d are followed by image %d".formatted(start + count() - 1, next.start));
        }
        byte[] bothLabels = Arrays.copyOf(labels, count() + next.count());
        byte[] bothPredicted = Arrays.copyOf(predicted, count() + next.count());
        float[] bothConfidence = Arrays.copyOf(confidence, count() + next.count());
        System.arraycopy(next.labels, 0, bothLabels, count(), next.count());
        System.arraycopy(next.predicted, 0, bothPredicted, count(), next.count());
        System.arraycopy(next.confidence, 0, bothConfidence, count(), next.count());
        return new Predictions(start, bothLabels, bothPredicted, bothConfidence);
    }

    /** Returns the rows of the table, in the order of the images. */
    public List<PredictionRow> rows(String modelRun, String split, String condition) {
        return IntStream.range(0, count())
                .mapToObj(i -> new PredictionRow(
                        modelRun, split, condition, start + i, labels[i], predicted[i], confidence[i]))
                .toList();
    }
}
