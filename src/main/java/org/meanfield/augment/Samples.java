package org.meanfield.augment;

import org.meanfield.image.Image;

/**
 * The images of a batch with their labels as class probabilities.
 *
 * @param images all of one size
 * @param labels the probability of each class, for each image
 */
public record Samples(Image[] images, float[][] labels) {
    /** Returns the number of images. */
    int count() {
        return images.length;
    }

    /** Returns the labels of image i mixed with those of image {@code partners[i]}, which have the weight 1 − {@code share}. */
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
