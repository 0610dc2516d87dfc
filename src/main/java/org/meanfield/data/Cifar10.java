package org.meanfield.data;

import org.meanfield.config.Default;
import org.meanfield.storage.Storage;

/**
 * CIFAR-10 (Krizhevsky 2009): 50,000 + 10,000 coloured pictures of 32×32 in 10 classes with as many pictures each. The binary version.
 *
 * @param path the folder with the six files {@code data_batch_1.bin} … {@code data_batch_5.bin} and {@code test_batch.bin}; the archive {@code cifar-10-binary.tar.gz} is unpacked into it
 * @param mirror where the archive is fetched from if files are missing
 * @param verify whether the files must be the published ones, by their MD5
 * @param validation how many training images are set apart for the validation split, evenly over the classes
 * @param shards the folder for what {@code prepare} makes; {@code shards} in {@code path} where it is empty
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record Cifar10(
        @Default("~/.cache/meanfield/cifar-10") String path,
        @Default("https://www.cs.toronto.edu/~kriz/") String mirror,
        @Default("true") boolean verify,
        @Default("0") int validation,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset {
    /** Checks the settings that can be checked without the files. */
    public Cifar10 {
        Source.check(path, mirror, validation, limit);
    }

    @Override
    public Source source() {
        return new CifarSource(Storage.absolute(path), mirror, verify, validation, CifarKind.CIFAR_10);
    }

    @Override
    public String shardFolder() {
        return ShardFolder.of(shards, path);
    }

    @Override
    public boolean mirrorKeepsClass() {
        return true;
    }
}
