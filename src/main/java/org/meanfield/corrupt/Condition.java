package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.meanfield.config.Names;
import org.meanfield.corrupt.attack.Attack;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.tables.PredictionRow;

/** What is done to all images of a split for an evaluation: nothing, or one draw of a corruption or an attack at one severity. */
public sealed interface Condition extends Serializable permits Condition.Fixed, Condition.Attacked {
    /** Returns the name of the corruption; {@code clean} for none. */
    String name();

    /** Returns the name, with a suffix from the second of several settings on: {@code gaussian-noise-2}. */
    String title();

    /** Returns the severity, from 1; 0 for no corruption. */
    int severity();

    /** Returns the number of the draw, from 1. */
    int repeat();

    /** Returns a one-line description: {@code gaussian-noise/3/1}, or {@code clean}. */
    String label();

    /**
     * Returns the severity's settings for images of {@code shape}, for instance {@code std=0.05}, and whose they are where that is
     * not one of the two benchmarks of small images by default: {@code std=0.15 of tiny-imagenet-c}; empty for no corruption.
     */
    String parameter(ImageShape shape);

    /** Returns when it is applied, for instance {@code before-normalization}; empty for no corruption. */
    String stage();

    /** Returns whether values are clipped to the range of images. */
    boolean clipped();

    /** A condition under which every model is scored on the same images. */
    sealed interface Fixed extends Condition permits Clean, Corrupted {
        /** Returns the images that {@link #apply} is applied to; see {@link Corruption#published}. */
        default LabelledImages published(LabelledImages images, int start) {
            return images;
        }

        /** Returns {@code image} under this condition, without changing it; see {@link Corruption#apply}. */
        Image apply(Image image, Normalization normalization, SplittableRandom random);
    }

    /** The uncorrupted images. */
    record Clean() implements Fixed {
        @Override
        public String name() {
            return PredictionRow.CLEAN;
        }

        @Override
        public String title() {
            return name();
        }

        @Override
        public String label() {
            return name();
        }

        @Override
        public int severity() {
            return 0;
        }

        @Override
        public int repeat() {
            return 1;
        }

        @Override
        public String parameter(ImageShape shape) {
            return "";
        }

        @Override
        public String stage() {
            return "";
        }

        @Override
        public boolean clipped() {
            return true;
        }

        @Override
        public Image apply(Image image, Normalization normalization, SplittableRandom random) {
            return image;
        }
    }

    /**
     * Images corrupted at one severity.
     *
     * @param setting the number, from 1, of this setting among the job's of this kind of corruption; draws do not depend
     *     on it
     * @param constants the benchmark whose severities are used where the corruption has none of its own
     */
    record Corrupted(Corruption corruption, int setting, int severity, int repeat, Constants constants) implements Fixed {
        /** Creates the condition of a kind of corruption that a job lists once, with the constants for the images. */
        public Corrupted(Corruption corruption, int severity, int repeat) {
            this(corruption, 1, severity, repeat, Constants.BY_SIZE);
        }

        @Override
        public String name() {
            return corruption.label();
        }

        @Override
        public String title() {
            return setting == 1 ? name() : String.format(Locale.ROOT, "%s-%d", name(), setting);
        }

        @Override
        public String label() {
            return String.format(Locale.ROOT, "%s/%d/%d", title(), severity, repeat);
        }

        @Override
        public String parameter(ImageShape shape) {
            Constants used = constants.orFor(shape);
            String settings = corruption.parameter(severity, used);
            boolean isUsual = constants == Constants.BY_SIZE && used.isOfSmallImages();
            return isUsual || isForAll(settings) ? settings : settings + " of " + Names.of(used);
        }

        private boolean isForAll(String settings) {
            return Arrays.stream(Constants.values())
                    .filter(other -> other != Constants.BY_SIZE)
                    .allMatch(other -> corruption.parameter(severity, other).equals(settings));
        }

        @Override
        public String stage() {
            return Names.of(corruption.stage());
        }

        @Override
        public boolean clipped() {
            return corruption.clip();
        }

        @Override
        public LabelledImages published(LabelledImages images, int start) {
            return corruption.published(images, start, severity);
        }

        @Override
        public Image apply(Image image, Normalization normalization, SplittableRandom random) {
            return corruption.apply(image, severity, constants.orFor(image.shape()), normalization, random);
        }
    }

    /**
     * Images attacked at one severity, which see the model.
     *
     * @param setting the number, from 1, of this setting among the job's of this kind of attack; draws do not depend on it
     */
    record Attacked(Attack attack, int setting, int severity, int repeat) implements Condition {
        @Override
        public String name() {
            return attack.name();
        }

        @Override
        public String title() {
            return setting == 1 ? name() : String.format(Locale.ROOT, "%s-%d", name(), setting);
        }

        @Override
        public String label() {
            return String.format(Locale.ROOT, "%s/%d/%d", title(), severity, repeat);
        }

        @Override
        public String parameter(ImageShape shape) {
            return attack.parameter(severity);
        }

        @Override
        public String stage() {
            return Names.of(Stage.BEFORE_NORMALIZATION);
        }

        @Override
        public boolean clipped() {
            return true;
        }
    }
}
