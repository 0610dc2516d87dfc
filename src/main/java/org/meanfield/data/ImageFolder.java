package org.meanfield.data;

import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Storage;

/**
 * A user's own pictures, PNG or JPEG: a folder for each class, in {@code train}, {@code test} and, if there is one,
 * {@code val}, or all in one, of which a share is set apart for testing.
 *
 * @param path the folder with {@code train/<class>/…} and {@code test/<class>/…}, or with {@code <class>/…}
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height in pixels, to which the pictures are resized
 * @param width in pixels, to which the pictures are resized
 * @param classNames the folders of the classes in the order of their labels; if empty, all folders, sorted
 * @param testShare the share of each class that is set apart for testing where there is no folder {@code test}
 * @param validation how many training images are set apart for the validation split, evenly over the classes
 * @param onError what happens to pictures that cannot be read: {@code fail} names all of them, {@code skip} leaves them out
 * @param maxSide the most pixels that a picture may have in a row or column
 * @param maxPixels the most pixels that a picture may have
 * @param shards the folder for what {@code prepare} makes; {@code .shards} in {@code path} where it is empty
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record ImageFolder(
        String path,
        @Default("3") int channels,
        @Default("32") int height,
        @Default("32") int width,
        @Default("[]") List<String> classNames,
        @Default("0.2") double testShare,
        @Default("0") int validation,
        @Default("fail") OnError onError,
        @Default("16384") int maxSide,
        @Default("50000000") int maxPixels,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset {
    /** The default of {@code test-share}. */
    static final double TEST_SHARE = 0.2;
    /** The default of {@code max-side}. */
    static final int MAX_FILE_SIDE = 16_384;
    /** The default of {@code max-pixels}. */
    static final int MAX_FILE_PIXELS = 50_000_000;

    private static final int MAX_SIDE = 1024;
    /** The limit of JPEG files. */
    private static final int LONGEST = 65_535;
    /** With blocks that are filled up, a Java array takes little more. */
    private static final int MOST = 1_000_000_000;

    /** Checks the settings that can be checked without the files. */
    public ImageFolder {
        Check.that(!path.isBlank(), "path", "empty", "a folder");
        Check.that(channels == 1 || channels == 3, "channels", channels, "1 (grey) or 3 (red, green and blue)");
        checkSide("height", height);
        checkSide("width", width);
        classNames = List.copyOf(classNames);
        Check.that(
                classNames.stream().distinct().count() == classNames.size(),
                "class-names",
                classNames,
                "all different");
        Check.that(
                classNames.isEmpty() || ClassFolder.isNumberOfClasses(classNames.size()),
                "class-names",
                classNames,
                "%d … %d names".formatted(ClassFolder.MIN_CLASSES, ClassFolder.MAX_CLASSES));
        Check.that(testShare > 0 && testShare < 1, "test-share", testShare, "in (0, 1)");
        Check.that(validation >= 0, "validation", validation, "at least 0");
        Source.checkLimit(limit);
        Check.that(maxSide >= 1 && maxSide <= LONGEST, "max-side", maxSide, "in 1 … %,d".formatted(LONGEST));
        Check.that(maxPixels >= 1 && maxPixels <= MOST, "max-pixels", maxPixels, "in 1 … %,d".formatted(MOST));
    }

    private static void checkSide(String key, int pixels) {
        Check.that(pixels >= 1 && pixels <= MAX_SIDE, key, pixels, "in 1 … %d".formatted(MAX_SIDE));
    }

    @Override
    public Source source() {
        return new ImageTree(
                Storage.absolute(path),
                new PictureReader(shape(), maxSide, maxPixels),
                classNames,
                testShare,
                validation,
                onError);
    }

    @Override
    public ImageShape shape() {
        return new ImageShape(channels, height, width);
    }

    @Override
    public int classes() {
        return classNames.isEmpty() ? source().classes() : classNames.size();
    }

    @Override
    public Dataset named(List<String> names) {
        return new ImageFolder(
                path,
                channels,
                height,
                width,
                names,
                testShare,
                validation,
                onError,
                maxSide,
                maxPixels,
                shards,
                limit,
                labels);
    }

    @Override
    public String shardFolder() {
        // Hidden, since a visible folder beside the classes would be a class.
        return Storage.absolute(shards.isEmpty() ? Storage.child(path, ".shards") : shards);
    }

    /** Data sets that share a folder for shards are distinguished by their paths. */
    @Override
    public String identity() {
        return Dataset.super.identity() + (shards.isEmpty() ? "" : " of " + Storage.absolute(path));
    }

    /** True for most objects; for letters and digits the job must not ask for mirrored images. */
    @Override
    public boolean mirrorKeepsClass() {
        return true;
    }
}
