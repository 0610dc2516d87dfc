package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.meanfield.config.Names;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.tables.PredictionRow;

/** What is done to every image of a split before models see it: nothing, or a corruption at one severity, drawn once. */
public sealed interface Condition extends Serializable permits Condition.Clean, Condition.Corrupted {
    /** Returns the name of the corruption; {@code clean} for none. */
    String name();

    /** Returns the name, with a number behind it if it is not the first of several settings: {@code gaussian-noise-2}. */
    String title();

    /** Returns how severe it is, from 1; 0 for no corruption. */
    int severity();

    /** Returns which of several draws it is, from 1. */
    int repeat();

    /** Returns the whole of it on one line: {@code gaussian-noise/3/1}, or {@code clean}. */
    String label();

    /** Returns what the severity is for images of {@code shape}, for instance {@code std=0.05}; empty for no corruption. */
    String parameter(ImageShape shape);

    /** Returns when it is applied, for instance {@code before-normalization}; empty for no corruption. */
    String stage();

    /** Returns whether values stay in the range that images can have. */
    boolean clipped();

    /** Returns what becomes of {@code image}, which is left as it was; see {@link Corruption#apply}. */
    Image apply(Image image, Normalization normalization, SplittableRandom random);

    /** The images as they are. */
    record Clean() implements Condition {
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
     * A corruption of the images.
     *
     * @param setting which of a job's several settings of this kind of corruption it is, from 1; what is drawn does not depend
     *     on it
     */
    record Corrupted(Corruption corruption, int setting, int severity, int repeat) implements Condition {
        /** Creates one of a corruption whose kind is there once. */
        public Corrupted(Corruption corruption, int severity, int repeat) {
            this(corruption, 1, severity, repeat);
        }

        @Override
        public String name() {
            return Names.of(Corruption.class, corruption.getClass());
        }

        @Override
        public String title() {
            return setting == 1 ? name() : "%s-%d".formatted(name(), setting);
        }

        @Override
        public String label() {
            return "%s/%d/%d".formatted(title(), severity, repeat);
        }

        @Override
        public String parameter(ImageShape shape) {
            return corruption.parameter(severity, shape);
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
        public Image apply(Image image, Normalization normalization, SplittableRandom random) {
            return corruption.apply(image, severity, normalization, random);
        }
    }
}
