package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.image.ImageShape;

/** The sums per channel from which mean and standard deviation of images are computed: integers, so that they are exact. */
public final class ChannelSums implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The number of squares whose sum fits into an int, which is faster than a long. */
    private static final int PIECE = 1 << 15;

    private final ImageShape shape;
    private final long[] sums;
    private final long[] squares;
    private long images;

    /** Creates the sums of no images. */
    public ChannelSums(ImageShape shape) {
        this.shape = shape;
        this.sums = new long[shape.channels()];
        this.squares = new long[shape.channels()];
    }

    /** Adds the first {@code count} images in {@code pixels}. */
    public void add(byte[] pixels, int count) {
        int plane = shape.height() * shape.width();
        for (int start = 0; start < count * shape.size(); start += plane) {
            int channel = start / plane % sums.length;
            for (int from = start; from < start + plane; from += PIECE) {
                add(channel, pixels, from, Math.min(from + PIECE, start + plane));
            }
        }
        images += count;
    }

    private void add(int channel, byte[] pixels, int from, int to) {
        int sum = 0;
        int squared = 0;
        for (int i = from; i < to; i++) {
            int level = pixels[i] & 0xff;
            sum += level;
            squared += level * level;
        }
        sums[channel] += sum;
        squares[channel] += squared;
    }

    /** Adds {@code times} times the sums of another object; −1 subtracts them. */
    public void add(ChannelSums other, int times) {
        for (int channel = 0; channel < sums.length; channel++) {
            sums[channel] += times * other.sums[channel];
            squares[channel] += times * other.squares[channel];
        }
        images += times * other.images;
    }

    /** Returns the normalization of the images; a constant channel has the standard deviation 1. */
    public Normalization normalization() {
        float[] mean = new float[sums.length];
        float[] std = new float[sums.length];
        long count = images * shape.height() * shape.width();
        for (int channel = 0; channel < sums.length; channel++) {
            double average = (double) sums[channel] / count;
            double variance = (double) squares[channel] / count - average * average;
            mean[channel] = (float) (average / 255);
            std[channel] = variance > 0 ? (float) (Math.sqrt(variance) / 255) : 1;
        }
        return new Normalization(mean, std);
    }
}
