package org.meanfield.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcomes of {@code src/test/python/images.py}, by SciPy, NumPy and Python's colorsys. */
final class ImageOperationsTest {
    /** Single precision takes a few roundings of 6e-8 to each value. */
    private static final float ROUNDING = 2e-6f;

    static Stream<String> operations() throws IOException {
        try (InputStream csv = ImageOperationsTest.class.getResourceAsStream("operations.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void areThoseOfTheReference(String line) {
        String[] cells = line.split(",", -1);
        Image image = image(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), Integer.parseInt(cells[3]));
        Image before = image.copy();
        Image outcome = operate(cells[0], image);

        assertThat(image.pixels()).isEqualTo(before.pixels());
        assertThat(outcome.shape()).isEqualTo(image.shape());
        assertThat(outcome.pixels()).hasSize(cells.length - 4);
        for (int i = 0; i < outcome.pixels().length; i++) {
            assertThat(outcome.pixels()[i])
                    .as("value %d", i)
                    .isBetween(0f, 1f)
                    .isCloseTo(Float.parseFloat(cells[4 + i]), within(ROUNDING));
        }
    }

    private static Image operate(String name, Image image) {
        String[] words = name.replaceAll("-[a-z]+$", "").split(" ", -1);
        Border border = name.matches(".*-(zero|replicate)")
                ? Border.valueOf(name.replaceAll(".*-", "").toUpperCase(Locale.ROOT))
                : Border.ZERO;
        double[] settings =
                Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        return switch (words[0]) {
            case "rotation" -> Affine.rotation(settings[0]).apply(image, border);
            case "scaling" -> Affine.scaling(settings[0]).apply(image, border);
            case "shearing" -> Affine.shearing(settings[0]).apply(image, border);
            case "translation" -> Affine.translation(settings[0], settings[1]).apply(image, border);
            case "blur" -> Blur.gaussian(image, settings[0], border);
            case "mirrored" -> Grid.mirrored(image);
            case "shifted" -> Grid.shifted(image, (int) settings[0], (int) settings[1], border);
            case "brightness" -> Colour.brightness(image, settings[0]);
            case "contrast" -> Colour.contrast(image, settings[0]);
            case "saturation" -> Colour.saturation(image, settings[0]);
            case "grey" -> Colour.grey(image);
            case "hue" -> Colour.hue(image, settings[0]);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @EnumSource
    void aWarpByNothingKeepsTheBits(Border border) {
        Image image = image(3, 6, 9);
        assertThat(Affine.rotation(0).apply(image, border).pixels()).isEqualTo(image.pixels());
        assertThat(Affine.scaling(1).apply(image, border).pixels()).isEqualTo(image.pixels());
        assertThat(Affine.translation(2, -3).apply(image, border).pixels())
                .isEqualTo(Grid.shifted(image, 2, -3, border).pixels());
    }

    @Test
    void aShiftBeyondTheImageIsBlackOrItsEdge() {
        Image image = image(1, 2, 3);
        assertThat(Grid.shifted(image, 9, -9, Border.ZERO).pixels()).containsOnly(0);
        assertThat(Grid.shifted(image, 9, -9, Border.REPLICATE).pixels()).containsOnly(image.pixels()[3]);
    }

    @Test
    void gaussianNoiseHasItsMomentsAndIsClipped() {
        Image grey = new Image(new ImageShape(1, 100, 200));
        Arrays.fill(grey.pixels(), 0.5f);
        float[] noisy = Noise.gaussian(grey, 0.1, new SplittableRandom(3)).pixels();
        double mean = 0;
        double squares = 0;
        for (float value : noisy) {
            mean += (value - 0.5) / noisy.length;
            squares += (value - 0.5) * (value - 0.5) / noisy.length;
        }

        // Five standard errors of 20,000 draws.
        assertThat(mean).isCloseTo(0, within(5 * 0.1 / Math.sqrt(noisy.length)));
        assertThat(Math.sqrt(squares)).isCloseTo(0.1, within(5 * 0.1 / Math.sqrt(2.0 * noisy.length)));
        float[] loud = Noise.gaussian(grey, 5, new SplittableRandom(3)).pixels();
        for (float value : loud) {
            assertThat(value).isBetween(0f, 1f);
        }
        assertThat(loud).contains(0, 1);
    }

    @Test
    void aBoxEndsAtTheEdgeAndIsPastedInEveryChannel() {
        ImageShape shape = new ImageShape(2, 4, 5);
        assertThat(Box.around(2, 1, 2, 3, shape)).isEqualTo(new Box(0, 1, 3, 3));
        assertThat(Box.around(4, 3, 4, 4, shape)).isEqualTo(new Box(1, 2, 4, 5));
        assertThat(new Box(1, 2, 4, 5).area()).isEqualTo(9);

        float[] white = new float[shape.size()];
        Arrays.fill(white, 1);
        Image pasted = new Box(1, 2, 3, 4).paste(new Image(shape), new Image(shape, white));
        assertThat(pasted.pixels())
                .containsExactly(
                        0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, //
                        0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void anImageHasAsManyValuesAsItsShape() {
        assertThatThrownBy(() -> new Image(new ImageShape(1, 2, 3), new float[5]))
                .hasMessage("5 values are not an image of 1×2×3");
    }

    private static Image image(int channels, int height, int width) {
        Image image = new Image(new ImageShape(channels, height, width));
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = 37 * i % 101 / 100f;
        }
        return image;
    }
}
