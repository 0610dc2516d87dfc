package org.meanfield.data;

import java.util.List;
import org.meanfield.config.Default;
import org.meanfield.storage.Storage;

/**
 * MNIST (LeCun, Cortes and Burges 1998): 60,000 + 10,000 handwritten digits, 28×28 grey levels, 10 classes of 5,421 to
 * 6,742 training images each.
 *
 * @param path the folder with the four IDX files, compressed ({@code .gz}) or not
 * @param mirror where missing files are fetched from
 * @param verify whether the files must be the published ones. The sums are of their decompressed contents, so that
 *     plain and newly compressed files pass too; they were computed from files with the published MD5
 * @param validation how many training images are set apart for the validation split, evenly over the classes
 * @param shards the folder for what {@code prepare} makes; {@code shards} in {@code path} where it is empty
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record Mnist(
        @Default("~/.cache/meanfield/mnist") String path,
        @Default("https://storage.googleapis.com/cvdf-datasets/mnist/") String mirror,
        @Default("true") boolean verify,
        @Default("0") int validation,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset {
    private static final List<String> SHA_256 = List.of(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    /** Checks the settings that can be checked without the files. */
    public Mnist {
        Source.check(path, mirror, validation, limit);
    }

    @Override
    public Source source() {
        return new IdxSource(Storage.absolute(path), mirror, verify, validation, SHA_256, IdxSource.DIGITS);
    }

    @Override
    public String shardFolder() {
        return ShardFolder.of(shards, path);
    }

    @Override
    public boolean mirrorKeepsClass() {
        return false;
    }
}
