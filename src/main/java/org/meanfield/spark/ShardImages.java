package org.meanfield.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.meanfield.data.Contents;
import org.meanfield.data.Manifest;
import org.meanfield.data.ShardFile;
import org.meanfield.data.Split;
import org.meanfield.image.ImageShape;

/**
 * The images of a shard file and their labels; all files but the last have {@code perFile} images.
 *
 * @param first the number of the first one in its split
 * @param images numbers over all parts of the source, in the order of the file
 */
record ShardImages(Split split, int first, int perFile, int[] images, byte[] labels) implements Serializable {
    /** The most bytes of pixels in a file. */
    static final int FILE_BYTES = 64 << 20;

    /** Divides a split into files: {@code order} has its images by their number over all parts, of which {@code contents} are. */
    static List<ShardImages> divide(Split split, int[] order, List<Contents> contents, ImageShape shape) {
        int[] starts = Contents.starts(contents);
        int block = ShardFile.block(shape);
        int perFile = Math.max(1, FILE_BYTES / shape.size() / block) * block;
        return IntStream.iterate(0, first -> first < order.length, first -> first + perFile)
                .mapToObj(first -> {
                    int[] images = Arrays.copyOfRange(order, first, Math.min(first + perFile, order.length));
                    byte[] labels = new byte[images.length];
                    for (int i = 0; i < images.length; i++) {
                        int part = part(images[i], starts);
                        labels[i] = contents.get(part).labels()[images[i] - starts[part]];
                    }
                    return new ShardImages(split, first, perFile, images, labels);
                })
                .toList();
    }

    /** Returns the part of an image, by its number over all parts. */
    static int part(int image, int[] starts) {
        int part = 0;
        while (image >= starts[part + 1]) {
            part++;
        }
        return part;
    }

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
