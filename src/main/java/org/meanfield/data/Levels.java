package org.meanfield.data;

import java.io.Serializable;
import org.meanfield.image.ImageShape;

/** How often each level of grey or colour is in each channel of some images: counts, so that sums are exact. */
public final class Levels implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The number of levels that a byte has. */
    static final int COUNT = 256;

    private final ImageShape shape;
    private final long[][] counts;

    /** Creates one that has seen no image yet. */
    public Levels(ImageShape shape) {
        this.shape = shape;
        this.counts = new long[shape.channels()][COUNT];
    }

    /** Counts the levels of the first {@code images} images in {@code pixels}. */
    public void add(byte[] pixels, int images) {
        int plane = shape.height() * shape.width();
        for (int start = 0; start < images * shape.size(); start += plane) {
            long[] channel = counts[start / plane % counts.length];
            for (int i = start; i < start + plane; i++) {
                channel[pixels[i] & 0xff]++;
            }
        }
    }

    /** Adds what another one has counted. */
    public void add(Levels other) {
        for (int channel = 0; channel < counts.length; channel++) {
            for (int level = 0; level < COUNT; level++) {
                counts[channel][level] += other.counts[channel][level];
            }
        }
    }

    /** Returns the counts by channel and level. */
    long[][] counts() {
        return counts;
    }
}
