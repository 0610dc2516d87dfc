package org.meanfield.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meanfield.augment.Adversarial;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.Augmenter;
import org.meanfield.augment.Samples;
import org.meanfield.config.Seeds;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;

/**
 * The mini-batches of one worker: its shard in the order of each epoch, converted to floats and augmented batch by
 * batch.
 *
 * <p>Label smoothing ε gives the true class 1 − ε + ε/K and each other class ε/K, of K classes (Szegedy et al. 2016).
 */
public final class Batches {
    private final RoundPlan plan;
    private final long seed;
    private final int worker;
    private final LabelledImages shard;
    private final Normalization normalization;
    private final float[][] normalized;
    private final float[][] targets;
    private final Augmenter augmenter;

    private int orderedEpoch = -1;
    private int[] order = {};

    /** Creates the batches of {@code worker}; {@code smoothing} is ε in [0, 1), {@code augment} may be empty. */
    public Batches(
            RoundPlan plan,
            long seed,
            int worker,
            LabelledImages shard,
            Normalization normalization,
            int classes,
            double smoothing,
            List<Augmentation> augment) {
        this.plan = plan;
        this.seed = seed;
        this.worker = worker;
        this.shard = shard;
        this.normalization = normalization;
        this.normalized = normalization.table();
        this.targets = targets(classes, smoothing);
        this.augmenter = new Augmenter(augment, seed);
    }

    /** The gradient of the loss with respect to the features of a batch, of the network as it is for inference. */
    @FunctionalInterface
    public interface FeatureGradient {
        /** Returns it in the order of the features, whatever its scale. */
        float[] of(Batch batch);
    }

    /** Returns the batch of a local step, of a job without adversarial training; see {@link #of(long, FeatureGradient)}. */
    public Optional<Batch> of(long step) {
        return of(step, batch -> {
            throw new IllegalStateException("There is no network to attack");
        });
    }

    /**
     * Returns the batch of a local step; empty if the shard has no samples left in that epoch.
     *
     * @param gradient of the network before the step, for adversarial training
     */
    public Optional<Batch> of(long step, FeatureGradient gradient) {
        int from = plan.batchStart(step);
        int to = Math.min(from + plan.batch(), shard.count());
        if (from >= to) {
            return Optional.empty();
        }
        int[] samples = Arrays.copyOfRange(order(plan.epoch(step)), from, to);
        return Optional.of(augmenter.isEmpty() ? plain(samples) : augmented(samples, step, gradient));
    }

    private Batch plain(int[] samples) {
        int size = shard.shape().size();
        int classes = targets.length;
        float[] features = new float[samples.length * size];
        float[] labels = new float[samples.length * classes];
        for (int i = 0; i < samples.length; i++) {
            normalize(shard, samples[i], normalized, features, i * size);
            System.arraycopy(targets[shard.labels()[samples[i]]], 0, labels, i * classes, classes);
        }
        return new Batch(features, labels, samples.length);
    }

    private Batch augmented(int[] samples, long step, FeatureGradient gradient) {
        int[] indices = new int[samples.length];
        Image[] images = new Image[samples.length];
        float[][] wanted = new float[samples.length][];
        for (int i = 0; i < samples.length; i++) {
            indices[i] = plan.shardStart(worker) + samples[i];
            images[i] = shard.image(samples[i]);
            wanted[i] = targets[shard.labels()[samples[i]]];
        }
        Samples plain = new Samples(images, wanted);
        if (augmenter.adversarial().isPresent()) {
            Samples clean = augmenter.apply(plain, indices, plan.epoch(step), worker, step, 0);
            Samples start = augmenter.apply(plain, indices, plan.epoch(step), worker, step, 1);
            return attacked(augmenter.adversarial().get(), clean, start, gradient);
        }
        double consistency = augmenter.consistency();
        int views = consistency > 0 ? Consistency.VIEWS : 1;
        int size = shard.shape().size();
        int classes = targets.length;
        float[] features = new float[views * samples.length * size];
        float[] labels = new float[samples.length * classes];
        for (int view = 0; view < views; view++) {
            int number = consistency > 0 ? view : 1;
            Samples changed = augmenter.apply(plain, indices, plan.epoch(step), worker, step, number);
            for (int i = 0; i < samples.length; i++) {
                normalization.apply(changed.images()[i], features, (view * samples.length + i) * size);
                System.arraycopy(changed.labels()[i], 0, labels, i * classes, classes);
            }
        }
        return new Batch(features, labels, samples.length, consistency);
    }

    private Batch attacked(Adversarial adversarial, Samples clean, Samples start, FeatureGradient gradient) {
        float[] gradients = gradient.of(batch(start));
        Image[] moved = new Image[clean.images().length];
        for (int i = 0; i < moved.length; i++) {
            Image image = clean.images()[i];
            moved[i] = adversarial.attacked(
                    image, start.images()[i], gradients, i * image.shape().size());
        }
        return batch(new Samples(moved, clean.labels()));
    }

    private Batch batch(Samples samples) {
        int count = samples.images().length;
        int size = shard.shape().size();
        int classes = targets.length;
        float[] features = new float[count * size];
        float[] labels = new float[count * classes];
        for (int i = 0; i < count; i++) {
            normalization.apply(samples.images()[i], features, i * size);
            System.arraycopy(samples.labels()[i], 0, labels, i * classes, classes);
        }
        return new Batch(features, labels, count);
    }

    /** Returns the network input of {@code images}: [count, channels, height, width]. */
    public static float[] features(LabelledImages images, Normalization normalization) {
        int size = images.shape().size();
        float[][] table = normalization.table();
        float[] features = new float[images.count() * size];
        for (int i = 0; i < images.count(); i++) {
            normalize(images, i, table, features, i * size);
        }
        return features;
    }

    /**
     * Writes image {@code index} of {@code images} into {@code floats} from {@code offset}, by the lookup table of
     * pixel values.
     */
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
