package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.corrupt.effect.FrostTexture;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

final class ConstantsTest {
    /** The limits are √(32 · 64) = 45.25 and √(64 · 224) = 119.7 pixels. */
    @ParameterizedTest
    @CsvSource({
        "1, 28, 28, MNIST_C",
        "1, 32, 32, MNIST_C",
        "3, 32, 32, CIFAR_10_C",
        "3, 28, 45, CIFAR_10_C",
        "3, 46, 28, TINY_IMAGENET_C",
        "1, 64, 64, TINY_IMAGENET_C",
        "3, 96, 96, TINY_IMAGENET_C",
        "3, 119, 119, TINY_IMAGENET_C",
        "3, 120, 50, IMAGENET_C",
        "1, 224, 224, IMAGENET_C"
    })
    void dependOnSizeAndChannels(int channels, int height, int width, Constants expected) {
        assertThat(Constants.of(new ImageShape(channels, height, width))).isEqualTo(expected);
    }

    @Test
    void thoseOfImageNetAreForOtherImagesIfNamed() {
        Image image = Corruptions.image(new ImageShape(3, 32, 32));
        Corruption contrast = Corruptions.read("type: contrast");
        Condition.Fixed named = new Condition.Corrupted(contrast, 1, 5, 1, Constants.IMAGENET_C);

        assertThat(named.apply(image, Corruptions.NORMALIZATION, new SplittableRandom(1))
                        .pixels())
                .isEqualTo(Corruptions.read("type: contrast, factor: [0.05]")
                        .apply(image, 1, Corruptions.NORMALIZATION, new SplittableRandom(1))
                        .pixels());
    }

    /** The moments that the documentation gives; the values below 0 and above 1 are cut off, which narrows them a little. */
    @Test
    void frostHasItsMeanAndDeviation() {
        for (int number = 0; number < FrostTexture.COUNT; number++) {
            FrostTexture texture = FrostTexture.drawn(FrostTexture.Scale.WHOLE, number);
            ImageShape whole = new ImageShape(1, texture.side(), texture.side());
            double sum = 0;
            double squares = 0;
            for (float value : texture.part(whole, 0, 0).pixels()) {
                sum += value;
                squares += value * value;
            }
            double mean = sum / whole.size();
            assertThat(mean).isBetween(0.44, 0.46);
            assertThat(Math.sqrt(squares / whole.size() - mean * mean)).isBetween(0.18, 0.2);
        }
    }

    @Test
    void frostIsTheSumOfImageAndTextureByTheirWeights() {
        Image black = new Image(new ImageShape(3, 40, 600));
        SplittableRandom random = new SplittableRandom(5);
        FrostTexture texture = FrostTexture.drawn(FrostTexture.Scale.WHOLE, random.nextInt(FrostTexture.COUNT));
        Image ice = texture.part(black.shape(), random.nextInt(512), random.nextInt(512));

        Image frosted = Corruptions.read("type: frost, levels: [{image: 0.5, frost: 0.5}]")
                .apply(black, 1, Corruptions.NORMALIZATION, new SplittableRandom(5));
        for (int i = 0; i < black.pixels().length; i++) {
            assertThat(frosted.pixels()[i]).isEqualTo(ice.pixels()[i] / 2);
        }
        // Mirrored at the edge of the texture.
        Image wide = texture.part(new ImageShape(1, 1, 1024), 0, 0);
        assertThat(wide.pixels()[511]).isEqualTo(wide.pixels()[512]);
        assertThat(wide.pixels()[0]).isEqualTo(wide.pixels()[1023]);
    }
}
