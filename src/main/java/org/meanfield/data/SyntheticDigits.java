package org.meanfield.data;

import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;

/**
 * Coloured digits that the program draws itself, 32×32×3, in the manner of Street View House Numbers: a data set without
 * downloads. Image i of a split shows the digit i mod 10; its pixels depend on (seed, split, i) alone and are the
 * same on every machine.
 *
 * @param train the number of training images
 * @param validation the number of validation images; may be 0
 * @param test the number of test images
 * @param seed of the pictures, apart from the job's
 * @param shards the folder for what {@code prepare} makes
 * @param limit how many training images are used, equally many of each class, drawn by the job's seed; 0 for all
 * @param labels what is done to the labels of the training images
 */
public record SyntheticDigits(
        @Default("8000") int train,
        @Default("1000") int validation,
        @Default("2000") int test,
        @Default("1") long seed,
        @Default("''") String shards,
        @Default(value = "0", omitted = true) int limit,
        @Default(value = "{}", omitted = true) Labels labels)
        implements Dataset, Source {
    private static final int CLASSES = 10;
    /** A split of this size is 1.5 GB. */
    private static final int MAX_IMAGES = 500_000;

    private static final int BLOCK = 256;
    /** The number of pictures that represent all in the hash. */
    private static final int HASHED = 100;

    /** Checks the sizes. */
    public SyntheticDigits {
        check("train", train, 1);
        check("validation", validation, 0);
        check("test", test, 1);
        Source.checkLimit(limit);
    }

    private static void check(String key, int size, int least) {
        Check.that(size >= least && size <= MAX_IMAGES, key, size, "in %d … %d".formatted(least, MAX_IMAGES));
    }

    @Override
    public ImageShape shape() {
        return DigitPainter.SHAPE;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public boolean mirrorKeepsClass() {
        return false;
    }

    @Override
    public List<Part> parts() {
        return List.of(Split.values()).stream()
                .map(split -> new Part(split.label(), split))
                .toList();
    }

    @Override
    public int count(Part part) {
        return size(part.split());
    }

    @Override
    public byte[] read(Part part, Sink sink) {
        byte[] labels = new byte[count(part)];
        byte[] pixels = new byte[BLOCK * shape().size()];
        for (int start = 0; start < labels.length; start += BLOCK) {
            int end = Math.min(start + BLOCK, labels.length);
            for (int i = start; i < end; i++) {
                labels[i] = (byte) (i % CLASSES);
                paint(part.split(), i, pixels, (i - start) * shape().size());
            }
            sink.accept(pixels, end - start);
        }
        return labels;
    }

    /** Returns the SHA-256 of the settings and of the first pictures, which change with the painter's code. */
    @Override
    public List<Checksum> checksums() {
        byte[] pixels = new byte[HASHED * shape().size()];
        for (int i = 0; i < HASHED; i++) {
            paint(Split.TRAIN, i, pixels, i * shape().size());
        }
        return List.of(new Checksum(
                String.format(Locale.ROOT, "%d %d %d of seed %d", train, validation, test, seed), Sha256.of(pixels)));
    }

    @Override
    public String stamp() {
        return "";
    }

    /** Does nothing: there are no files to download. */
    @Override
    public void fetch(Progress log) {}

    @Override
    public LabelledImages load(Split split) {
        return Source.super.load(split);
    }

    @Override
    public String hash() {
        return Source.super.hash();
    }

    @Override
    public Source source() {
        // Without the settings that change no picture, so that jobs that differ in them share the pictures.
        return new SyntheticDigits(train, validation, test, seed, shards, 0, Labels.PUBLISHED);
    }

    @Override
    public String shardFolder() {
        return ShardFolder.given(shards);
    }

    private int size(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    private static int address(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case VALIDATION -> 1;
            case TEST -> 2;
        };
    }

    private void paint(Split split, int index, byte[] pixels, int offset) {
        DigitPainter.paint(
                index % CLASSES, Seeds.stream(seed, Seeds.Purpose.DRAW, address(split), index), pixels, offset);
    }
}
