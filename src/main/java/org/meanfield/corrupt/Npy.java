package org.meanfield.corrupt;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.data.NpyFile;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Storage;

/**
 * Corrupted images that others have published, as arrays of NumPy: those of CIFAR-10-C and MNIST-C are. They are scored in
 * place of the test images, in the same order, severity after severity.
 *
 * @param images the file: uint8 [N, height, width, channels] or [N, height, width], N / {@code slice} severities
 * @param labels the file with the labels of the images, which must be those of the test split; empty to trust that
 * @param slice the images of one severity, as many as the test split has
 */
public record Npy(String images, @Default("''") String labels, @Default("10000") int slice) implements Corruption {
    private static final String IMAGES_OF_MNIST_C = "test_images";

    /** Checks the settings that can be checked without the files. */
    public Npy {
        Check.that(!images.isBlank(), "images", "empty", "a .npy file");
        Check.that(slice >= 1, "slice", slice, "at least 1");
    }

    /** Returns the name of the file or, where that is MNIST-C's, of its folder. */
    @Override
    public String label() {
        String[] path = Storage.absolute(images).replaceFirst("\\.npy$", "").split("/", -1);
        int last = path.length - 1;
        return path[last].equals(IMAGES_OF_MNIST_C) && last > 0 ? path[last - 1] : path[last];
    }

    @Override
    public int severities() {
        NpyFile file = file();
        Check.that(
                file.count() > 0 && file.count() % slice == 0,
                "number of images in " + images,
                String.format(Locale.ROOT, "%,d", file.count()),
                String.format(Locale.ROOT, "a multiple of %,d, its slice", slice));
        return file.count() / slice;
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return "slice=" + severity;
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public void checkFits(Splits splits, Split split) {
        NpyFile file = file();
        Check.that(split == Split.TEST, "split", split.label(), "test where a corruption is of type npy");
        Check.that(
                file.imageShape().equals(splits.shape()),
                "size of the images in " + images,
                file.imageShape(),
                splits.shape() + ", as the data have it");
        Check.that(
                slice == splits.count(split),
                "slice",
                slice,
                "%d, the number of test images".formatted(splits.count(split)));
        if (!labels.isEmpty()) {
            checkLabels(
                    NpyFile.open(Storage.absolute(labels)).labels(),
                    splits.read(split, 0, slice).labels());
        }
    }

    private void checkLabels(byte[] given, byte[] expected) {
        Check.that(
                given.length >= slice && given.length % slice == 0,
                "number of labels in " + labels,
                given.length,
                "a multiple of %d, the number of test images".formatted(slice));
        for (int start = 0; start < given.length; start += slice) {
            int first = Arrays.mismatch(given, start, start + slice, expected, 0, slice);
            if (first >= 0) {
                Check.that(
                        false,
                        String.format(Locale.ROOT, "label %d of %s", start + first, labels),
                        given[start + first],
                        expected[first] + ", as the test split has it");
            }
        }
    }

    @Override
    public LabelledImages published(LabelledImages block, int start, int severity) {
        return file().inPlaceOf(block, (severity - 1) * slice + start);
    }

    /** Returns {@code image}, which is from the file: see {@link #published}. */
    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return image;
    }

    private NpyFile file() {
        return NpyFile.open(Storage.absolute(images));
    }
}
