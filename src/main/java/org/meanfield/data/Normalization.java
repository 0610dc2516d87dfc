package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;

/**
 * What a network sees of a pixel: x = (pixel / 255 − mean) / std, with the mean and the standard deviation of its channel
 * over the training split.
 *
 * @param mean of each channel, in [0, 1]
 * @param std of each channel, positive
 */
public record Normalization(float[] mean, float[] std) implements Serializable {
    private static final int LEVELS = 256;

    /** Measures {@code images}; a channel that never changes gets the deviation 1. */
    public static Normalization of(LabelledImages images) {
        int channels = images.shape().channels();
        int plane = images.shape().height() * images.shape().width();
        long[][] histogram = new long[channels][LEVELS];
        byte[] pixels = images.pixels();
        for (int start = 0, channel = 0; start < pixels.length; start += plane, channel = (channel + 1) % channels) {
            for (int i = start; i < start + plane; i++) {
                histogram[channel][pixels[i] & 0xff]++;
            }
        }
        float[] mean = new float[channels];
        float[] std = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            long count = 0;
            long sum = 0;
            long squares = 0;
            for (int level = 0; level < LEVELS; level++) {
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

    /** Returns the value of each of the 256 levels of each channel: {@code table[channel][level]}. */
    public float[][] table() {
        float[][] table = new float[mean.length][LEVELS];
        for (int channel = 0; channel < mean.length; channel++) {
            for (int level = 0; level < LEVELS; level++) {
                table[channel][level] = (level / 255f - mean[channel]) / std[channel];
            }
        }
        return table;
    }

    /** Writes an image of values in [0, 1] to {@code target} from {@code offset}; of levels / 255 as {@link #table} has them. */
    public void apply(Image image, float[] target, int offset) {
        float[] pixels = image.pixels();
        int plane = image.plane();
        for (int channel = 0; channel < mean.length; channel++) {
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                target[offset + i] = (pixels[i] - mean[channel]) / std[channel];
            }
        }
    }
}
