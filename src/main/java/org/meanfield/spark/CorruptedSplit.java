package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.LabelledImages;

/**
 * A split that is corrupted and scored block by block.
 *
 * @param normalization what the networks see of a pixel
 * @param noise says what is drawn for each image
 */
public record CorruptedSplit(Splits splits, Split split, Normalization normalization, NoiseAddress noise)
        implements Serializable {
    private static final int BLOCK = 500;

    /** Returns the number of images. */
    public int images() {
        return splits.count(split);
    }

    /** Returns the number of the first image of each block. */
    List<Integer> blocks() {
        return IntStream.iterate(0, start -> start < images(), start -> start + BLOCK)
                .boxed()
                .toList();
    }

    /** Returns the block from image {@code start} on. */
    LabelledImages read(int start) {
        return splits.read(split, start, Math.min(start + BLOCK, images()));
    }
}
