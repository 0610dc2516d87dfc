package org.meanfield.evaluate;

import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.train.Learner;
import org.meanfield.train.Objective;

/**
 * A network with its parameters as a function of pixels in [0, 1]; used by one thread at a time.
 *
 * @param learner computes
 * @param parameters flat, in DL4J's order
 * @param normalization maps pixels to the network's inputs
 * @param classes number of classes
 */
public record PixelModel(Learner learner, float[] parameters, Normalization normalization, int classes) {
    /** Returns the probability of each class, [images, classes] in c order. */
    public float[] probabilities(Image... images) throws InterruptedException {
        return learner.probabilities(parameters, features(images), images.length);
    }

    /**
     * Returns the gradient of each image's objective with respect to its pixels.
     *
     * @param targets of each image, [images, classes] in c order; see {@link Objective}
     */
    public Image[] gradient(Image[] images, float[] targets, Objective objective) throws InterruptedException {
        float[] ofFeatures = learner.inputGradient(parameters, features(images), targets, objective, images.length);
        Image[] gradients = new Image[images.length];
        int next = 0;
        for (int i = 0; i < images.length; i++) {
            gradients[i] = new Image(images[i].shape());
            float[] values = gradients[i].pixels();
            for (int k = 0; k < values.length; k++) {
                values[k] = ofFeatures[next++] / normalization.std()[k / images[i].plane()];
            }
        }
        return gradients;
    }

    private float[] features(Image... images) {
        int size = images[0].shape().size();
        float[] features = new float[images.length * size];
        for (int i = 0; i < images.length; i++) {
            normalization.apply(images[i], features, i * size);
        }
        return features;
    }
}
