package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.image.LabelledImages;

/**
 * What a network sees of a pixel: x = (pixel / 255 − mean) / std, with the mean and the standard deviation of its channel
 * over the training split.
 *
 * @param mean of each channel, in [0, 1]
 * @param std of each channel, positive
 */
public record Normalization(float[] mean, float[] std) implements Serializable {
    /** Measures images by how often each of the 256 levels is in each channel; one that never changes gets the deviation 1. */
    public static Normalization of(Levels levels) {
        long[][] histogram = levels.counts();
        float[] mean = new float[histogram.length];
        float[] std = new float[histogram.length];
        for (int channel = 0; channel < histogram.length; channel++) {
            long count = 0;
            long sum = 0;
            long squares = 0;
            for (int level = 0; level < Levels.COUNT; level++) {
                count += histogram[channel][level];
                sum += level * histogram[channel][level];
                squares += (long) level * level * histogram[channel][level];
            }
            double average = (double) sum / count;
            double variance = (double) squares / count - average * average;
            mean[channel] = (float) (average / 255);
            std[channel] = variance > 0 ? (float) (Math.sqrt(variance) / 255) : 1;
        }
        return new Normalization(mean, std);
    }

    /** Measures {@code images}. */
    public static Normalization of(LabelledImages images) {
        Levels levels = new Levels(images.shape());
        byte[] image = new byte[images.shape().size()];
        for (int i = 0; i < images.count(); i++) {
            images.copy(i, image, 0);
            levels.add(image, 1);
        }
        return of(levels);
    }

    /** Returns the value of each of the 256 levels of each channel: {@code table[channel][level]}. */
    public float[][] table() {
        float[][] table = new float[mean.length][Levels.COUNT];
        for (int channel = 0; channel < mean.length; channel++) {
            for (int level = 0; level < Levels.COUNT; level++) {
                table[channel][level] = (level / 255f - mean[channel]) / std[channel];
            }
        }
        return table;
    }
}
