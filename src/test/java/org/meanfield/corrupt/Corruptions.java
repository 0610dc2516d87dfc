package org.meanfield.corrupt;

import java.util.Arrays;
import java.util.List;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** Corruptions as a job file has them. */
final class Corruptions {
    static final Normalization NORMALIZATION =
            new Normalization(new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.25f, 0.5f, 0.125f});

    /** What has one. */
    record Holder(Corruption corruption) {}

    private Corruptions() {}

    /** Returns each that has default settings. */
    static List<Corruption> all() {
        return Arrays.stream(Corruption.class.getPermittedSubclasses())
                .filter(member -> member != Npy.class)
                .map(member -> read("type: " + Names.of(Corruption.class, member)))
                .toList();
    }

    /** Returns the one of these keys. */
    static Corruption read(String keys) {
        return RecordReader.read("corruption: {%s}".formatted(keys), "test.yaml", Holder.class, List.of())
                .corruption();
    }

    /** Returns an image whose levels jump about. */
    static Image image(ImageShape shape) {
        Image image = new Image(shape);
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = 37 * i % 256 / 255f;
        }
        return image;
    }
}
