package org.meanfield.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;

/** The settings of a data set: the location of its files and the size of its validation split. */
public sealed interface Dataset extends Serializable
        permits Cifar10, Cifar100, FashionMnist, ImageFolder, Mnist, Svhn, SyntheticDigits {
    /** Returns the source of its images, with absolute paths. */
    Source source();

    /** Returns the folder for its shards as given in the job file; empty for the default. */
    String shards();

    /** Returns how many training images are used, equally many of each class; 0 for all. */
    int limit();

    /** Returns what is done to the labels of the training images. */
    Labels labels();

    /** Returns whether an image mirrored left to right is still of its class; false for digits. */
    boolean mirrorKeepsClass();

    /**
     * Returns the folder of its shards.
     *
     * @throws InvalidInputException if there is no default and none is given
     */
    String shardFolder();

    /** Returns whether its files are verified against the published checksums. */
    default boolean verify() {
        return true;
    }

    /** Returns the size of its images. */
    default ImageShape shape() {
        return source().shape();
    }

    /** Returns the number of classes; labels are 0 … classes − 1. */
    default int classes() {
        return source().classes();
    }

    /** Returns the data set with the class names of {@link Splits#classNames}, if they are settings of its kind. */
    default Dataset named(List<String> names) {
        return this;
    }

    /**
     * Returns a split in the published order; for a data set that fits into memory.
     *
     * @throws InvalidInputException if its files are missing or corrupt
     */
    default LabelledImages load(Split split) {
        return source().load(split);
    }

    /** Returns the file of each test image, relative to its folder; empty where images have no files of their own. */
    default List<String> testFiles() {
        Source source = source();
        return source.parts().stream()
                .filter(part -> part.split() == Split.TEST)
                .flatMap(part -> source.files(part).stream())
                .toList();
    }

    /**
     * Returns its splits as a job uses them: {@link #limit} training images, with the labels of {@link #labels}.
     *
     * @param whole its splits as published
     * @param seed of the job
     * @throws InvalidInputException if the limit is larger than the training split
     */
    default Splits used(Splits whole, long seed) {
        Splits labelled = labels().noise() > 0 ? new NoisyLabels(whole, labels().noise(), seed) : whole;
        return limit() > 0 ? TrainSubset.of(labelled, limit(), seed) : labelled;
    }

    /**
     * Downloads missing files, once, with progress on {@code log}.
     *
     * @throws java.io.UncheckedIOException if the source cannot be reached; the message names the files to provide
     * @throws InvalidInputException if a downloaded file is corrupt or not the published one
     */
    default void fetch(Progress log) {
        source().fetch(log);
    }

    /** Returns the SHA-256, in hex, of the splits' contents: of the checksums of its files and its settings. */
    default String hash() {
        return source().hash();
    }

    /** Returns its kind and settings without those of location, verification and use. */
    default String identity() {
        ObjectNode settings = (ObjectNode) RecordWriter.toTree((Record) this);
        settings.remove(List.of("path", "mirror", "verify", "shards", "limit", "labels"));
        return getClass().getSimpleName() + settings;
    }
}
