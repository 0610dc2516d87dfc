package org.meanfield.data;

import java.util.List;
import org.meanfield.config.Default;
import org.meanfield.storage.Storage;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 60,000 + 10,000 pictures of clothes, 28×28 grey levels, 10 classes with
 * as many pictures each. MIT licence.
 *
 * @param path the folder with the four IDX files, compressed ({@code .gz}) or not
 * @param mirror where missing files are fetched from
 * @param verify whether the files must be the published ones. The sums are of their decompressed contents, so that
 *     plain and newly compressed files pass too; they were computed from files with the published SHA-256
 * @param validation how many training images are set apart for the validation split, evenly over the classes
 * @param shards the folder for what {@code prepare} makes; {@code shards} in {@code path} where it is empty
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record FashionMnist(
        @Default("~/.cache/meanfield/fashion-mnist") String path,
        @Default("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/") String mirror,
        @Default("true") boolean verify,
        @Default("0") int validation,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset {
    private static final List<String> SHA_256 = List.of(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** Checks the settings that can be checked without the files. */
    public FashionMnist {
        Source.check(path, mirror, validation, limit);
    }

    @Override
    public Source source() {
        return new IdxSource(Storage.absolute(path), mirror, verify, validation, SHA_256, CLASSES);
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
