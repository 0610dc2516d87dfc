package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.meanfield.config.Check;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.storage.SharedData;

/** The splits of a data set, readable on any machine: from its shards or, if it is small, from its files. */
public sealed interface Splits extends SharedData permits NoisyLabels, RawSplits, ShardedSplits, TrainSubset {
    /** The most bytes of pixels that a JVM reads as a whole: those of SVHN without its extra split are 305 million. */
    long SMALL = 400_000_000;

    /** Images that are read at once for their labels. */
    int LABELS_AT_ONCE = 4096;

    /**
     * Returns the splits from the shards of a data set or else its files, which are downloaded if missing; findings go to
     * {@code log}.
     *
     * @throws org.meanfield.config.InvalidInputException if there are no shards of a data set that is not small, or files
     *     are corrupt
     */
    static Splits open(Dataset dataset, Progress log) {
        Splits splits = find(dataset, source -> source.fetch(log));
        splits.findings().warnings().forEach(log::say);
        return splits;
    }

    /**
     * Returns the splits from local shards or files, and downloads nothing.
     *
     * @throws org.meanfield.config.InvalidInputException if there are neither shards nor files, there are no shards of a data
     *     set that is not small, or files are corrupt
     */
    static Splits here(Dataset dataset) {
        return find(dataset, source -> {});
    }

    private static Splits find(Dataset dataset, Consumer<Source> preparation) {
        Optional<ShardedSplits> shards = ShardFolder.find(dataset);
        if (shards.isPresent()) {
            shards.get().verifyReadable();
            return shards.get();
        }
        Source source = dataset.source();
        preparation.accept(source);
        long images = source.parts().stream().mapToLong(source::count).sum();
        long bytes = images * source.shape().size();
        if (bytes > SMALL) {
            Check.that(
                    false,
                    "data.shards",
                    dataset.shardFolder(),
                    String.format(
                            Locale.ROOT,
                            "a folder with shards of this data set, made by the command prepare: its %,d images "
                                    + "(%,d MB) are too many for every machine to read as a whole",
                            images,
                            bytes / 1_000_000));
        }
        return new RawSplits(source);
    }

    /** Returns the number of images of a split. */
    int count(Split split);

    /** Returns the number of images of each class in a split, in the order of their labels. */
    int[] perClass(Split split);

    /** Returns the size of the images. */
    ImageShape shape();

    /** Returns the names of the classes, in the order of their labels. */
    List<String> classNames();

    /** Returns the normalization of a network's inputs, measured over the training split. */
    Normalization normalization();

    /** Returns the findings of reading the images. */
    Findings findings();

    /** Returns the SHA-256, in hex, of the splits' contents: the same from shards and from files. */
    String hash();

    /** Returns the labels of the training images, in the order in which {@link #read} returns them. */
    default byte[] trainLabels() {
        int images = count(Split.TRAIN);
        byte[] labels = new byte[images];
        for (int from = 0; from < images; from += LABELS_AT_ONCE) {
            byte[] some = read(Split.TRAIN, from, Math.min(from + LABELS_AT_ONCE, images))
                    .labels();
            System.arraycopy(some, 0, labels, from, some.length);
        }
        return labels;
    }

    /** Returns the labels of the training images as they were published, in the same order. */
    default byte[] publishedLabels() {
        return trainLabels();
    }

    /** Returns the share of the training images, in [0, 1], whose label is not the published one. */
    default double changedLabels() {
        return 0;
    }

    /**
     * Returns the images {@code from} … {@code to} − 1 of a split. The training split is in a random order, the same for
     * all jobs, so that any slice of it is a random sample; the others are in the published order.
     *
     * @param memory allocates the given number of bytes for pixels
     */
    LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory);

    /** Returns images of a split, in an array. */
    default LabelledImages read(Split split, int from, int to) {
        return read(split, from, to, ByteBuffer::allocate);
    }
}
