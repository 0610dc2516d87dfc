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

/** The images of a data set as they were published: parts of it, each read from front to back, on any machine. */
public interface Source extends SharedData {
    /**
     * A part of a data set as it was published.
     *
     * @param name for instance {@code extra}
     * @param split what it is used for; a piece of the first training part may be set apart for validation
     */
    record Part(String name, Split split) implements Serializable {}

    /**
     * What a part is made of.
     *
     * @param name of the file
     * @param sha256 of its contents, decompressed where the form of the compression does not matter
     */
    record Checksum(String name, String sha256) implements Serializable {}

    /** Takes images as they are read. */
    @FunctionalInterface
    interface Sink {
        /** Takes the next {@code images} images, from the start of {@code pixels}, which is used again afterwards. */
        void accept(byte[] pixels, int images);

        /** Takes what was noticed, once all images have come. */
        default void found(Findings findings) {}

        /** Returns one that gives what was noticed to {@code taker}. */
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

    /** Returns the name of each class; {@code 0}, {@code 1} and so on where they have none. */
    default List<String> classNames() {
        return IntStream.range(0, classes()).mapToObj(Integer::toString).toList();
    }

    /** Returns the parts, those for training first. */
    List<Part> parts();

    /** Returns how many images a part has, without reading them: at most, where some may be left out. */
    int count(Part part);

    /** Looks for the files, and into them as far as {@link #count} does. */
    @Override
    default void verifyReadable() {
        parts().forEach(this::count);
    }

    /**
     * Reads a part: its images go to {@code sink} in their order; returns the labels.
     *
     * @throws org.meanfield.config.InvalidInputException if its files are missing or broken
     */
    byte[] read(Part part, Sink sink);

    /**
     * Returns the sums of all files, which are those of the published ones where that was asked for.
     *
     * @throws org.meanfield.config.InvalidInputException if files are missing or not the published ones
     */
    List<Checksum> checksums();

    /** Returns a sum of names, lengths and times of all files, which changes when they do; empty where one is missing. */
    String stamp();

    /** Fetches what is missing; see {@link Dataset#fetch}. */
    void fetch(Progress log);

    /** Returns how many images of the first training part are for validation. */
    default int heldOut() {
        return 0;
    }

    /** Returns whether images that are also in the validation or test split are left out of the training. */
    default boolean dropsDuplicates() {
        return false;
    }

    /** Returns the SHA-256 of what the splits consist of. */
    default String hash() {
        return hash(checksums());
    }

    /** Returns the SHA-256 of what the splits consist of, if these are the sums of the files. */
    default String hash(List<Checksum> checksums) {
        String contents = checksums.stream()
                .map(file -> file.name() + " " + file.sha256() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(contents + "validation " + heldOut() + "\n"
                + (dropsDuplicates() ? "training without validation and test images\n" : ""));
    }

    /** Returns the sum of some {@link Listing#stamps}, each of which must be there. */
    static String stamp(List<List<String>> stamps) {
        return stamps.stream().anyMatch(List::isEmpty) ? "" : Sha256.of(stamps.toString());
    }

    /** Returns a split in the published order; for one that fits into memory. */
    default LabelledImages load(Split split) {
        return LoadedSource.of(this).published(split);
    }

    /** Checks the settings that data sets made of files share. */
    static void check(String path, String mirror, int validation) {
        Check.that(!path.isBlank(), "path", "empty", "a folder");
        Download.checkAddress("mirror", mirror);
        Check.that(validation >= 0, "validation", validation, "at least 0");
    }
}
