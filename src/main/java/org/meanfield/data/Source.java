package org.meanfield.data;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Download;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.SharedData;
import org.meanfield.storage.Storage;

/** The images of a data set in its published parts, each read sequentially, on any machine. */
public interface Source extends SharedData {
    /**
     * A part of a data set as it was published.
     *
     * @param name for instance {@code extra}
     * @param split its use; some of the first training part may be held out for validation
     */
    record Part(String name, Split split) implements Serializable {}

    /**
     * A file of a part.
     *
     * @param name of the file
     * @param sha256 of its contents, decompressed if the compression does not matter
     */
    record Checksum(String name, String sha256) implements Serializable {}

    /** A consumer of images as they are read. */
    @FunctionalInterface
    interface Sink {
        /** Takes the next {@code images} images, from the start of {@code pixels}, which is reused afterwards. */
        void accept(byte[] pixels, int images);

        /** Takes the findings, after the last image. */
        default void found(Findings findings) {}

        /** Returns a sink that passes the findings to {@code taker}. */
        default Sink noting(Consumer<Findings> taker) {
            Sink images = this;
            return new Sink() {
                @Override
                public void accept(byte[] pixels, int count) {
                    images.accept(pixels, count);
                }

                @Override
                public void found(Findings findings) {
                    taker.accept(findings);
                }
            };
        }
    }

    /** Returns the size of the images. */
    ImageShape shape();

    /** Returns the number of classes. */
    int classes();

    /** Returns the name of each class; {@code 0}, {@code 1} and so on for unnamed ones. */
    default List<String> classNames() {
        return IntStream.range(0, classes()).mapToObj(Integer::toString).toList();
    }

    /** Returns the parts, those for training first. */
    List<Part> parts();

    /** Returns the number of images of a part without reading them; an upper bound if some may be left out. */
    int count(Part part);

    /** Checks that the files exist, and their headers as far as {@link #count} does. */
    @Override
    default void verifyReadable() {
        parts().forEach(this::count);
    }

    /**
     * Reads a part: its images go to {@code sink} in their order; returns the labels.
     *
     * @throws org.meanfield.config.InvalidInputException if its files are missing or corrupt
     */
    byte[] read(Part part, Sink sink);

    /**
     * Returns the file of each image of a part in the order of {@link #read}, relative to the data set's folder; empty where
     * images have no files of their own.
     */
    default List<String> files(Part part) {
        return List.of();
    }

    /**
     * Returns the checksums of all files, verified against the published ones if the settings ask for it.
     *
     * @throws org.meanfield.config.InvalidInputException if files are missing or not the published ones
     */
    List<Checksum> checksums();

    /** Returns a checksum of names, lengths and times of all files, to detect changes; empty if a file is missing. */
    String stamp();

    /** Downloads missing files; see {@link Dataset#fetch}. */
    void fetch(Progress log);

    /** Returns the number of images of the first training part that are held out for validation. */
    default int heldOut() {
        return 0;
    }

    /** Returns whether images that are also in the validation or test split are left out of the training. */
    default boolean dropsDuplicates() {
        return false;
    }

    /** Returns the SHA-256 of the splits' contents. */
    default String hash() {
        return hash(checksums());
    }

    /** Returns the SHA-256 of the splits' contents for these checksums of the files. */
    default String hash(List<Checksum> checksums) {
        String contents = checksums.stream()
                .map(file -> file.name() + " " + file.sha256() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(contents + "validation " + heldOut() + "\n"
                + (dropsDuplicates() ? "training without validation and test images\n" : ""));
    }

    /** Returns the checksum of some {@link Listing#stamps}; empty if one is missing. */
    static String stamp(List<List<String>> stamps) {
        return stamps.stream().anyMatch(List::isEmpty) ? "" : Sha256.of(stamps.toString());
    }

    /** Returns a split in the published order; for one that fits into memory. */
    default LabelledImages load(Split split) {
        return LoadedSource.of(this).published(split);
    }

    /** Checks the settings shared by data sets of files. */
    static void check(String path, String mirror, int validation, int limit) {
        Check.that(!path.isBlank(), "path", "empty", "a folder");
        Download.checkAddress("mirror", mirror);
        Check.that(validation >= 0, "validation", validation, "at least 0");
        checkLimit(limit);
    }

    /** Checks the number of training images that are used. */
    static void checkLimit(int limit) {
        Check.that(limit >= 0, "limit", limit, "at least 0");
    }

    /** Returns what a message begins with where there is no folder of the data; nothing where there is one. */
    static String absent(String path) {
        return Storage.exists(path) ? "" : "data.path is %s, which does not exist. ".formatted(path);
    }
}
