package org.meanfield.evaluate;

import java.util.Arrays;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.train.Objective;

/**
 * How much the score of a class, before the softmax, depends on each pixel: |∂score/∂x|, the largest over the pixel's channels
 * (Simonyan, Vedaldi and Zisserman 2014, section 3).
 */
public final class Saliency {
    /** The share of pixels that are shown at most in white: single ones are often far brighter than all others. */
    private static final double WHITE = 0.01;

    private Saliency() {}

    /** Returns the map of an image's class, of one channel, in score per range of a pixel. */
    public static Image of(PixelModel model, Image image, int label) throws InterruptedException {
        float[] score = new float[model.classes()];
        score[label] = 1;
        Image gradient = model.gradient(new Image[] {image}, score, Objective.SCORE)[0];
        Image map = new Image(
                new ImageShape(1, image.shape().height(), image.shape().width()));
        for (int i = 0; i < gradient.pixels().length; i++) {
            int pixel = i % map.plane();
            map.pixels()[pixel] = Math.max(map.pixels()[pixel], Math.abs(gradient.pixels()[i]));
        }
        return map;
    }

    /** Returns a map as a picture: divided by its 99th percentile, and clipped at 1; black if it is 0 everywhere. */
    public static Image picture(Image map) {
        float[] sorted = map.pixels().clone();
        Arrays.sort(sorted);
        float white = sorted[(int) ((1 - WHITE) * (sorted.length - 1))];
        Image picture = map.copy();
        for (int i = 0; i < sorted.length && sorted[sorted.length - 1] > 0; i++) {
            picture.pixels()[i] /= white > 0 ? white : sorted[sorted.length - 1];
        }
        return picture.clipped();
    }
}
