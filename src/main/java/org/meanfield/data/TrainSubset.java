package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.JvmCache;

/**
 * Splits with some of the training images: equally many of each class (the first classes have one more if the size is not
 * divisible), drawn by the seed and the published labels. With one seed a larger subset contains the smaller ones. The
 * images keep their order; normalization is that of the whole training split.
 *
 * @param whole the splits with all training images
 * @param limit the number of training images, at least 1
 * @param seed of the job
 */
record TrainSubset(Splits whole, int limit, long seed) implements Splits {
    /** Images that are read at once to choose some of them. */
    private static final int BLOCK = 4096;

    private static final JvmCache<TrainSubset, int[]> CHOSEN = new JvmCache<>();

    /**
     * Returns a subset.
     *
     * @throws org.meanfield.config.InvalidInputException if the training split, or a class of it, has too few images
     */
    static TrainSubset of(Splits whole, int limit, long seed) {
        int all = whole.count(Split.TRAIN);
        Check.that(limit <= all, "data.limit", limit, "at most " + all + ", the images of the training split");
        TrainSubset subset = new TrainSubset(whole, limit, seed);
        subset.chosen();
        return subset;
    }

    @Override
    public int count(Split split) {
        return split == Split.TRAIN ? limit : whole.count(split);
    }

    @Override
    public int[] perClass(Split split) {
        return split == Split.TRAIN
                ? NoisyLabels.counts(trainLabels(), classNames().size())
                : whole.perClass(split);
    }

    @Override
    public ImageShape shape() {
        return whole.shape();
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public Normalization normalization() {
        return whole.normalization();
    }

    @Override
    public Findings findings() {
        return whole.findings();
    }

    @Override
    public String hash() {
        return whole.hash();
    }

    @Override
    public void verifyReadable() {
        whole.verifyReadable();
    }

    @Override
    public byte[] publishedLabels() {
        return at(chosen(), whole.publishedLabels());
    }

    @Override
    public byte[] trainLabels() {
        return at(chosen(), whole.trainLabels());
    }

    @Override
    public double changedLabels() {
        return NoisyLabels.changed(this);
    }

    @Override
    public LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        if (split != Split.TRAIN) {
            return whole.read(split, from, to, memory);
        }
        int size = shape().size();
        ByteBuffer pixels = memory.apply(Math.multiplyExact(to - from, size));
        byte[] labels = new byte[to - from];
        byte[] image = new byte[size];
        int[] chosen = chosen();
        int next = from;
        while (next < to) {
            int start = chosen[next];
            int end = Math.min(start + BLOCK, whole.count(Split.TRAIN));
            LabelledImages block = whole.read(Split.TRAIN, start, end);
            for (; next < to && chosen[next] < end; next++) {
                block.copy(chosen[next] - start, image, 0);
                pixels.put((next - from) * size, image);
                labels[next - from] = block.labels()[chosen[next] - start];
            }
        }
        return new LabelledImages(shape(), pixels, labels);
    }

    /** Returns the places of its images in the whole training split, ascending. */
    private int[] chosen() {
        return CHOSEN.get(this, () -> {
            byte[] labels = whole.publishedLabels();
            int classes = classNames().size();
            return IntStream.range(0, classes)
                    .flatMap(label -> Arrays.stream(chosen(labels, label, classes)))
                    .sorted()
                    .toArray();
        });
    }

    private int[] chosen(byte[] labels, int label, int classes) {
        int share = limit / classes + (label < limit % classes ? 1 : 0);
        int[] members = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .toArray();
        Check.that(
                share <= members.length,
                "data.limit",
                limit,
                String.format(
                        Locale.ROOT,
                        "less: it takes %d of the %d training images of class %d",
                        share,
                        members.length,
                        label));
        int[] order = Seeds.permutation(members.length, Seeds.stream(seed, Seeds.Purpose.SUBSET, label));
        return Arrays.stream(order, 0, share).map(i -> members[i]).toArray();
    }

    private static byte[] at(int[] places, byte[] labels) {
        byte[] some = new byte[places.length];
        for (int i = 0; i < places.length; i++) {
            some[i] = labels[places[i]];
        }
        return some;
    }
}
