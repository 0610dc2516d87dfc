package org.meanfield.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.meanfield.data.Manifest;
import org.meanfield.data.Split;

/**
 * The images of a shard file and their labels; all files but the last have {@code perFile} images.
 *
 * @param first the number of the first one in its split
 * @param images numbers over all parts of the source, in the order of the file
 */
record ShardImages(Split split, int first, int perFile, int[] images, byte[] labels) implements Serializable {
    /** Returns the name of the file. */
    String name() {
        return String.format(Locale.ROOT, "%s-%05d.parquet", split.label(), first / perFile);
    }

    /** Returns how many images the files of a split have, in all and per class. */
    static Manifest.Counts counts(Split split, List<ShardImages> files, int classes) {
        Integer[] perClass = new Integer[classes];
        Arrays.fill(perClass, 0);
        files.forEach(file -> {
            for (byte label : file.labels()) {
                perClass[label]++;
            }
        });
        return new Manifest.Counts(
                split, Arrays.stream(perClass).mapToInt(Integer::intValue).sum(), List.of(perClass));
    }
}
