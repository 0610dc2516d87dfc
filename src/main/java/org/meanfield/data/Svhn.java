package org.meanfield.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.storage.Storage;

/**
 * Street View House Numbers, cropped digits (Netzer et al. 2011): 73,257 + 26,032 coloured pictures of 32×32, and 531,131
 * somewhat easier ones, in 10 classes of which 1 is the most frequent. For non-commercial use only.
 *
 * @param path the folder with {@code train_32x32.mat}, {@code test_32x32.mat} and, if used, {@code
 *     extra_32x32.mat}
 * @param mirror where missing files are fetched from
 * @param verify whether the files must be the published ones, by their MD5; {@code false} accepts the beginning of a split too
 * @param validation how many images of the published training split are set apart for the validation split, evenly over
 *     the classes
 * @param splits the splits for training: {@code [train]} or {@code [train, extra]}
 * @param dropDuplicates whether training leaves out images that are also in the validation or test split, pixel for pixel
 * @param shards the folder for what {@code prepare} makes; {@code shards} in {@code path} where it is empty
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record Svhn(
        @Default("~/.cache/meanfield/svhn") String path,
        @Default("http://ufldl.stanford.edu/housenumbers/") String mirror,
        @Default("true") boolean verify,
        @Default("0") int validation,
        @Default("[train]") List<Published> splits,
        @Default("false") boolean dropDuplicates,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset {
    /** A published split that can be trained on. */
    public enum Published {
        /** 73,257 of the more difficult digits. */
        TRAIN,
        /** 531,131 of the easier ones. */
        EXTRA
    }

    /** Checks the settings that can be checked without the files. */
    public Svhn {
        Source.check(path, mirror, validation, limit);
        splits = List.copyOf(splits);
        Check.that(
                splits.equals(List.of(Published.TRAIN)) || splits.equals(List.of(Published.values())),
                "splits",
                splits.toString().toLowerCase(Locale.ROOT),
                "[train] or [train, extra]");
    }

    @Override
    public Source source() {
        List<SvhnSource.File> files = new ArrayList<>();
        splits.forEach(split -> files.add(split == Published.TRAIN ? SvhnSource.File.TRAIN : SvhnSource.File.EXTRA));
        files.add(SvhnSource.File.TEST);
        return new SvhnSource(Storage.absolute(path), mirror, verify, validation, files, dropDuplicates);
    }

    @Override
    public boolean mirrorKeepsClass() {
        return false;
    }

    @Override
    public String shardFolder() {
        return ShardFolder.of(shards, path);
    }
}
