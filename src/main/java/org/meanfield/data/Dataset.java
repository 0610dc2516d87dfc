package org.meanfield.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;

/** A data set, by its settings: where its files are and which part of it is for validation. */
public sealed interface Dataset extends Serializable permits FashionMnist, ImageFolder, Mnist, Svhn, SyntheticDigits {
    /** Returns where its images come from, whose paths are the same in every working folder. */
    Source source();

    /** Returns the folder for its shards as the job file gives it; empty for the usual one. */
    String shards();

    /** Returns whether an image that is mirrored left to right still shows its class, which digits do not. */
    boolean mirrorKeepsClass();

    /**
     * Returns the folder that its shards are in or go to.
     *
     * @throws InvalidInputException if there is no usual one and none is given
     */
    String shardFolder();

    /** Returns whether its files must be the published ones. */
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

    /** Returns it with the names of its classes as {@link Splits#classNames} has found them, where they are settings of it. */
    default Dataset named(List<String> names) {
        return this;
    }

    /**
     * Returns a split in the published order, always the same; for a data set that fits into memory.
     *
     * @throws InvalidInputException if its files are missing or broken
     */
    default LabelledImages load(Split split) {
        return source().load(split);
    }

    /**
     * Fetches what is missing, once, with progress on {@code log}.
     *
     * @throws java.io.UncheckedIOException if it can't be reached, saying what to put where
     * @throws InvalidInputException if what came is broken or not the published data
     */
    default void fetch(Progress log) {
        source().fetch(log);
    }

    /** Returns the SHA-256, in hex, of what the splits consist of: the checksums of its files and its settings. */
    default String hash() {
        return source().hash();
    }

    /** Returns its kind and settings but for those that say where it is and how far it is trusted. */
    default String identity() {
        ObjectNode settings = (ObjectNode) RecordWriter.toTree((Record) this);
        settings.remove(List.of("path", "mirror", "verify", "shards"));
        return getClass().getSimpleName() + settings;
    }
}
