package org.meanfield.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcomes of {@code src/test/python/levels.py}, by Pillow. */
final class LevelsTest {
    static Stream<String> operations() throws IOException {
        try (InputStream csv = LevelsTest.class.getResourceAsStream("levels.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void areThoseOfPillow(String line) {
        String[] cells = line.split(",", -1);
        String[] words = cells[0].split(" ", -1);
        Image image = image(
                new ImageShape(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), Integer.parseInt(cells[3])));
        Image before = image.copy();
        Image outcome =
                switch (words[0]) {
                    case "equalize" -> Levels.equalized(image);
                    case "posterize" -> Levels.posterized(image, Integer.parseInt(words[1]));
                    case "solarize" -> Colour.solarized(image, Integer.parseInt(words[1]) / 255.0);
                    default -> Blur.sharpness(image, Double.parseDouble(words[1]));
                };
        // Pillow rounds what is smooth to a level, which counts 0.9 times, and cuts the outcome down to one.
        double tolerance = words[0].equals("sharpness") ? 1.46 : 1e-4;

        assertThat(image.pixels()).isEqualTo(before.pixels());
        assertThat(outcome.pixels()).hasSize(cells.length - 4);
        for (int i = 0; i < outcome.pixels().length; i++) {
            assertThat(255.0 * outcome.pixels()[i])
                    .as("value %d", i)
                    .isCloseTo(Double.parseDouble(cells[4 + i]), within(tolerance));
        }
    }

    @Test
    void anImageOfOneLevelHasNoHistogramToSpread() {
        Image image = new Image(new ImageShape(1, 20, 20));
        assertThat(Levels.equalized(image).pixels()).isEqualTo(image.pixels());
    }

    private static Image image(ImageShape shape) {
        Image image = new Image(shape);
        for (int i = 0; i < image.pixels().length; i++) {
            int root = i * 37 % 101;
            image.pixels()[i] = (root * root / 41 & 0xff) / 255f;
        }
        return image;
    }
}
