package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** The outcomes of {@code src/test/python/effects.py}, which takes the numbers that Java draws. */
final class EffectsTest {
    private static final int STRIDE = 31;

    /** The file has six digits; single precision takes a rounding of 6e-8 to each of up to some hundred products. */
    private static final double ROUNDING = 2e-5;

    /** A line of the file, without its values. */
    record Case(String corruption, Constants constants, int severity, long seed, ImageShape shape, double[] values) {
        private static Case of(String line) {
            String[] cells = line.split(",", -1);
            double[] values = Arrays.stream(cells, 7, cells.length)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Constants constants = Constants.valueOf(
                    cells[1].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            ImageShape shape =
                    new ImageShape(Integer.parseInt(cells[4]), Integer.parseInt(cells[5]), Integer.parseInt(cells[6]));
            return new Case(cells[0], constants, Integer.parseInt(cells[2]), Long.parseLong(cells[3]), shape, values);
        }

        @Override
        public String toString() {
            return corruption + " " + severity + " of " + constants;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream csv = EffectsTest.class.getResourceAsStream("effects.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isThatOfTheReference(Case reference) {
        Image corrupted = Corruptions.read("type: " + reference.corruption)
                .apply(
                        image(reference.shape),
                        reference.severity,
                        reference.constants,
                        Corruptions.NORMALIZATION,
                        new SplittableRandom(reference.seed));
        double sum = 0;
        for (float value : corrupted.pixels()) {
            sum += value;
        }
        double[] values = new double[reference.values.length];
        values[0] = sum / corrupted.pixels().length;
        for (int i = 1; i < values.length; i++) {
            values[i] = corrupted.pixels()[(i - 1) * STRIDE];
        }
        assertThat((corrupted.pixels().length + STRIDE - 1) / STRIDE).isEqualTo(values.length - 1);
        assertThat(values).containsExactly(reference.values, org.assertj.core.data.Offset.offset(ROUNDING));
    }

    /** The image of effects.py. */
    private static Image image(ImageShape shape) {
        Image image = new Image(shape);
        for (int i = 0; i < image.pixels().length; i++) {
            int c = i / image.plane();
            int y = i % image.plane() / shape.width();
            int x = i % shape.width();
            boolean isInside = square(x - 9 - c) + square(y - 12) < 40 + 10 * c;
            boolean isOther = 2 * square(x - 21) + square(y - 17 + 2 * c) < 50;
            int level = (x * 3 + y * 2 + 11 * c) % 256 + (isInside ? 90 : 0) + (isOther ? 70 : 0);
            image.pixels()[i] = Math.min(255, level) / 255f;
        }
        return image;
    }

    private static int square(int value) {
        return value * value;
    }
}
