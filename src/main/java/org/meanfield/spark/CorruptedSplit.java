package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Blocks;
import org.meanfield.image.LabelledImages;

/**
 * A split that is corrupted and scored block by block.
 *
 * @param normalization maps pixels to network inputs
 * @param noise seeds the draws of each image
 */
public record CorruptedSplit(Splits splits, Split split, Normalization normalization, NoiseAddress noise)
        implements Serializable {
    /** Returns the number of images. */
    public int images() {
        return splits.count(split);
    }

    /** Returns the number of the first image of each block. */
    public List<Integer> blocks() {
        return inBlocks().starts();
    }

    /** Returns the first {@code most} images, or all if there are fewer. */
    LabelledImages first(int most) {
        return splits.read(split, 0, Math.min(most, images()));
    }

    /** Returns the block from image {@code start} on. */
    LabelledImages read(int start) {
        return inBlocks().read(start);
    }

    private Blocks inBlocks() {
        return new Blocks(splits, split);
    }
}
