package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/**
 * A split divided into blocks of consecutive images, the batches of inference. The block size depends on the image
 * shape alone, so that sums over blocks have the same bits on any cluster.
 */
public record Blocks(Splits splits, Split split) implements Serializable {
    private static final int MOST_IMAGES = 500;

    /**
     * Bound of a block's values: 500 images of 3×32×32, fewer of larger ones, since a network needs many times the
     * memory of its input.
     */
    private static final int MOST_VALUES = MOST_IMAGES * 3 * 32 * 32;

    /** Returns the block size for images of {@code shape}. */
    public static int size(ImageShape shape) {
        return Math.max(1, Math.min(MOST_IMAGES, MOST_VALUES / shape.size()));
    }

    /** Returns the number of images of the split. */
    public int images() {
        return splits.count(split);
    }

    /** Returns the number of the first image of each block. */
    public List<Integer> starts() {
        return IntStream.iterate(0, start -> start < images(), start -> start + size(splits.shape()))
                .boxed()
                .toList();
    }

    /** Returns the block from image {@code start} on. */
    public LabelledImages read(int start) {
        return splits.read(split, start, Math.min(start + size(splits.shape()), images()));
    }
}
