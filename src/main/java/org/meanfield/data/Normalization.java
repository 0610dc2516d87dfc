package org.meanfield.data;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;

/**
 * The normalization of a network's inputs: x = (pixel / 255 − mean) / std, with the mean and the standard deviation of its channel
 * over the training split.
 *
 * @param mean of each channel, in [0, 1]
 * @param std of each channel, positive
 */
public record Normalization(float[] mean, float[] std) implements Serializable {
    private static final int LEVELS = 256;

    /** Computes the normalization of {@code images}. */
    public static Normalization of(LabelledImages images) {
        return of(images, IntStream.range(0, images.count()).toArray());
    }

    /** Computes the normalization of those of {@code images} that are at {@code indices}. */
    static Normalization of(LabelledImages images, int[] indices) {
        ChannelSums sums = new ChannelSums(images.shape());
        byte[] image = new byte[images.shape().size()];
        for (int index : indices) {
            images.copy(index, image, 0);
            sums.add(image, 1);
        }
        return sums.normalization();
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
