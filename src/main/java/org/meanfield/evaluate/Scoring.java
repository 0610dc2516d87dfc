package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.List;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.LabelledImages;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;

/**
 * Scoring of a split in blocks of consecutive images, whose scores are summed in order, so the bits are the same in one
 * thread and on any cluster.
 *
 * @param normalization maps pixels to network inputs
 */
public record Scoring(Splits splits, Normalization normalization, Split split) implements Serializable {
    /** Returns the number of the first image of each block. */
    public List<Integer> blocks() {
        return inBlocks().starts();
    }

    /** Returns the number of images of the split. */
    public int images() {
        return splits.count(split);
    }

    /** Scores the network with {@code parameters} on the block from image {@code start} on. */
    public Scored block(int start, Learner learner, float[] parameters) throws InterruptedException {
        LabelledImages block = inBlocks().read(start);
        float[] features = Batches.features(block, normalization);
        float[] probabilities = learner.probabilities(parameters, features, block.count());
        return new Scored(
                Score.of(probabilities, block.labels()), Predictions.of(start, probabilities, block.labels()));
    }

    /** Scores the network with {@code parameters} on the whole split in this thread, each image exactly once. */
    public Scored all(Learner learner, float[] parameters) throws InterruptedException {
        Scored total = Scored.none();
        for (int start : blocks()) {
            total = total.plus(block(start, learner, parameters));
        }
        return total.over(images());
    }

    private Blocks inBlocks() {
        return new Blocks(splits, split);
    }
}
