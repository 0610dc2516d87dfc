package org.meanfield.augment;

import org.meanfield.image.Image;

/**
 * The images of a batch with the wanted probabilities of their classes.
 *
 * @param images all of one size
 * @param labels of each image, the probability of each class
 */
public record Samples(Image[] images, float[][] labels) {
    /** Returns the number of images. */
    int count() {
        return images.length;
    }

    /** Returns the labels where image i is itself to {@code share} and image {@code partners[i]} for the rest. */
    float[][] mixedLabels(int[] partners, float share) {
        float[][] mixed = new float[partners.length][];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = mixed(labels[i], labels[partners[i]], share);
        }
        return mixed;
    }

    /** Returns {@code share} · own + (1 − {@code share}) · other. */
    static float[] mixed(float[] own, float[] other, float share) {
        float[] mixed = new float[own.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = other[i] + share * (own[i] - other[i]);
        }
        return mixed;
    }
}
