package org.meanfield.data;

import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/**
 * Coloured digits that the program draws itself, 32×32×3, in the manner of Street View House Numbers: a data set with
 * nothing to fetch. Image i of a split shows the digit i mod 10; its pixels depend on (seed, split, i) alone and are the
 * same on every machine.
 *
 * @param train how many images are trained on
 * @param validation how many images are for choices; may be 0
 * @param test how many images are for the final score
 * @param seed of the pictures, apart from the job's
 */
public record SyntheticDigits(
        @Default("8000") int train, @Default("1000") int validation, @Default("2000") int test, @Default("1") long seed)
        implements Dataset {
    private static final int CLASSES = 10;
    /** A split of this size is 1.5 GB. */
    private static final int MAX_IMAGES = 500_000;
    /** How many pictures stand for all in the hash. */
    private static final int HASHED = 100;

    /** Checks the sizes. */
    public SyntheticDigits {
        check("train", train, 1);
        check("validation", validation, 0);
        check("test", test, 1);
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
    public LabelledImages load(Split split) {
        return draw(split, size(split));
    }

    /** Does nothing: there is nothing to fetch. */
    @Override
    public void fetch(Progress log) {}

    /** Returns the SHA-256 of the settings and of the first pictures, which change whenever the drawing does. */
    @Override
    public String hash() {
        String pictures = Sha256.of(draw(Split.TRAIN, HASHED).pixels());
        return Sha256.of("%d %d %d %d %s".formatted(train, validation, test, seed, pictures));
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

    private LabelledImages draw(Split split, int count) {
        int size = shape().size();
        byte[] pixels = new byte[count * size];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            int digit = i % CLASSES;
            labels[i] = (byte) digit;
            DigitPainter.paint(digit, Seeds.stream(seed, Seeds.Purpose.DRAW, address(split), i), pixels, i * size);
        }
        return new LabelledImages(shape(), pixels, labels);
    }
}
