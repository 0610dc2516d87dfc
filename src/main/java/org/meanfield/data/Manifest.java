package org.meanfield.data;

import java.io.Serializable;
import java.util.List;
import org.meanfield.config.Default;
import org.meanfield.image.ImageShape;

/**
 * The contents of {@code manifest.json}, which describes a data set's shards; written last, so that shards without it are
 * incomplete.
 *
 * @param schemaVersion of this file and the ones it names
 * @param hash of the data; see {@link Source#hash}
 * @param data the settings that the shards were made with
 * @param shape the size of the images
 * @param classNames the name of each class
 * @param mean of each channel over the training split; see {@link Normalization}
 * @param std of each channel over the training split
 * @param parts the names of the published parts, which the files count from 0
 * @param sources the checksums of the files of the images
 * @param stamp of those files; see {@link Source#stamp}
 * @param splits the contents of each split
 * @param files the files of all splits, each split's in its order
 * @param overlaps the numbers of images that occur in more than one part; {@code duplicates.csv} lists each
 * @param findings the warnings of reading the files
 */
public record Manifest(
        int schemaVersion,
        String hash,
        Dataset data,
        ImageShape shape,
        List<String> classNames,
        List<Double> mean,
        List<Double> std,
        List<String> parts,
        List<Source.Checksum> sources,
        String stamp,
        List<Counts> splits,
        List<File> files,
        List<Overlap> overlaps,
        @Default("{}") Findings findings)
        implements Serializable {
    /** The version that this program reads and writes. */
    public static final int SCHEMA_VERSION = 2;

    /**
     * The images of a split.
     *
     * @param perClass the number of images of each class
     */
    public record Counts(Split split, int images, List<Integer> perClass) implements Serializable {}

    /**
     * A Parquet file.
     *
     * @param first the position in its split of its first image
     * @param images the number of its images
     * @param bytes its length
     */
    public record File(Split split, String name, int first, int images, long bytes) implements Serializable {}

    /** The number of images of {@code part} that are also in {@code earlier}, a preceding part; see {@link Duplicate}. */
    public record Overlap(String part, String earlier, int images) implements Serializable {}

    /** Returns the number of images of a split. */
    int count(Split split) {
        return splits.stream()
                .filter(counts -> counts.split() == split)
                .mapToInt(Counts::images)
                .sum();
    }

    Normalization normalization() {
        return new Normalization(floats(mean), floats(std));
    }

    /** Returns the manifest with a new stamp, after the files have been checked again. */
    Manifest restamped(Dataset dataset, String newStamp) {
        return new Manifest(
                schemaVersion,
                hash,
                dataset,
                shape,
                classNames,
                mean,
                std,
                parts,
                sources,
                newStamp,
                splits,
                files,
                overlaps,
                findings);
    }

    /** Returns values as a manifest has them. */
    public static List<Double> doubles(float[] values) {
        Double[] doubles = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = (double) values[i];
        }
        return List.of(doubles);
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
