package org.meanfield.train;

import java.util.Optional;
import org.meanfield.config.Seeds;
import org.meanfield.data.Normalization;
import org.meanfield.image.LabelledImages;

/**
 * The mini-batches of one worker: its shard in the order of each epoch, turned into floats at the last moment.
 *
 * <p>Label smoothing ε gives the true class 1 − ε + ε/K and each other one ε/K, of K classes (Szegedy et al. 2016).
 */
public final class Batches {
    private final RoundPlan plan;
    private final long seed;
    private final int worker;
    private final LabelledImages shard;
    private final float[][] normalized;
    private final float[][] targets;

    private int orderedEpoch = -1;
    private int[] order = {};

    /** Creates those of {@code worker}, whose images are {@code shard}; {@code smoothing} is ε in [0, 1). */
    public Batches(
            RoundPlan plan,
            long seed,
            int worker,
            LabelledImages shard,
            Normalization normalization,
            int classes,
            double smoothing) {
        this.plan = plan;
        this.seed = seed;
        this.worker = worker;
        this.shard = shard;
        this.normalized = normalization.table();
        this.targets = targets(classes, smoothing);
    }

    /** Returns the batch of a local step; empty where the shard has no samples left in that epoch. */
    public Optional<Batch> of(long step) {
        int from = plan.batchStart(step);
        int to = Math.min(from + plan.batch(), shard.count());
        if (from >= to) {
            return Optional.empty();
        }
        int[] samples = order(plan.epoch(step));
        int size = shard.shape().size();
        int classes = targets.length;
        float[] features = new float[(to - from) * size];
        float[] labels = new float[(to - from) * classes];
        for (int i = from; i < to; i++) {
            int sample = samples[i];
            normalize(shard, sample, normalized, features, (i - from) * size);
            System.arraycopy(targets[shard.labels()[sample]], 0, labels, (i - from) * classes, classes);
        }
        return Optional.of(new Batch(features, labels, to - from));
    }

    /** Writes image {@code index} of {@code images} into {@code floats} from {@code offset}, through the table of levels. */
    public static void normalize(LabelledImages images, int index, float[][] table, float[] floats, int offset) {
        int plane = images.shape().height() * images.shape().width();
        byte[] pixels = new byte[images.shape().size()];
        images.copy(index, pixels, 0);
        int pixel = 0;
        int target = offset;
        for (float[] levels : table) {
            for (int end = target + plane; target < end; target++, pixel++) {
                floats[target] = levels[pixels[pixel] & 0xff];
            }
        }
    }

    private int[] order(int epoch) {
        if (epoch != orderedEpoch) {
            order = Seeds.permutation(shard.count(), Seeds.stream(seed, Seeds.Purpose.SHUFFLE, epoch, worker));
            orderedEpoch = epoch;
        }
        return order;
    }

    private static float[][] targets(int classes, double smoothing) {
        float[][] targets = new float[classes][classes];
        for (int label = 0; label < classes; label++) {
            for (int other = 0; other < classes; other++) {
                targets[label][other] = (float) ((other == label ? 1 - smoothing : 0) + smoothing / classes);
            }
        }
        return targets;
    }
}
