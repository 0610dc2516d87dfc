package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.tables.PredictionRow;

/**
 * What a network takes consecutive images of a split for.
 *
 * @param start number of the first image
 * @param labels their classes
 * @param predicted their most probable classes; of equal probabilities the first
 * @param confidence the probabilities of these
 */
public record Predictions(int start, byte[] labels, byte[] predicted, float[] confidence) implements Serializable {
    /** Returns the predictions of no images, which those from image 0 follow. */
    public static Predictions none() {
        return new Predictions(0, new byte[0], new byte[0], new float[0]);
    }

    /**
     * Returns what is most probable.
     *
     * @param start number of the first image
     * @param probabilities [images, classes] in c order
     * @param labels the class of each image
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

    /** Returns which of them are right, by their numbers in the split. */
    public BitSet hits() {
        BitSet hits = new BitSet(start + count());
        for (int i = 0; i < count(); i++) {
            hits.set(start + i, predicted[i] == labels[i]);
        }
        return hits;
    }

    /**
     * Returns these and the next ones.
     *
     * @throws IllegalStateException if {@code next} begins elsewhere than where these end: an image would be left out or
     *     there twice
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
