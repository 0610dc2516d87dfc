package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** The distributions of what is drawn, with the published constants. */
final class NoiseTest {
    private static final ImageShape GREY = new ImageShape(1, 100, 200);
    private static final ImageShape COLOURED = new ImageShape(3, 100, 70);
    private static final float LEVEL = 0.4f;

    /** The share of a normal distribution below −1, −½, 0, ½ and 1 standard deviations. */
    private static final double[][] NORMAL = {{-1, 0.158655}, {-0.5, 0.308538}, {0, 0.5}, {0.5, 0.691462}, {1, 0.841345}
    };

    @ParameterizedTest
    @CsvSource({
        "gaussian-noise, 1, 0.08 0.12 0.18 0.26 0.38",
        "gaussian-noise, 3, 0.04 0.06 0.08 0.09 0.10",
        "speckle-noise, 1, 0.15 0.2 0.35 0.45 0.6",
        "speckle-noise, 3, 0.06 0.1 0.12 0.16 0.2"
    })
    void gaussianAndSpeckleNoiseAreNormal(String type, int channels, String deviations) {
        double[] stds = numbers(deviations);
        for (int severity = 1; severity <= 5; severity++) {
            double std = stds[severity - 1] * (type.startsWith("speckle") ? LEVEL : 1);
            float[] noisy = noisy(type, channels, severity);
            for (double[] point : NORMAL) {
                assertShareBelow(noisy, LEVEL + point[0] * std, point[1]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.03 0.06 0.09 0.17 0.27", "3, 0.01 0.02 0.03 0.05 0.07"})
    void impulsesAreBlackOrWhiteAsOftenAndLeaveTheRest(int channels, String amounts) {
        for (int severity = 1; severity <= 5; severity++) {
            double amount = numbers(amounts)[severity - 1];
            float[] noisy = noisy("impulse-noise", channels, severity);

            assertShareBelow(noisy, 0, amount / 2);
            assertShareBelow(noisy, 0.999, 1 - amount / 2);
            for (float value : noisy) {
                assertThat(value).isIn(0f, LEVEL, 1f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 60 25 12 5 3", "3, 500 250 100 75 50"})
    void photonsHaveThePoissonDistribution(int channels, String photons) {
        for (int severity = 1; severity <= 5; severity++) {
            double brightest = numbers(photons)[severity - 1];
            double mean = brightest * LEVEL;
            float[] noisy = noisy("shot-noise", channels, severity);
            double probability = Math.exp(-mean);
            double below = 0;
            for (int k = 0; k < brightest; k++) {
                below += probability;
                assertShareBelow(noisy, (k + 0.5) / brightest, below);
                probability *= mean / (k + 1);
            }
        }
    }

    @Test
    void noiseAfterNormalizationHasTheDeviationThatTheNetworkSees() {
        Normalization normalization =
                new Normalization(new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.25f, 0.5f, 0.125f});
        Image grey = image(3);
        Image noisy = Corruptions.read("type: gaussian-noise, std: [2], clip: false, stage: after-normalization")
                .apply(grey, 1, normalization, new SplittableRandom(5));
        float[] seen = new float[noisy.pixels().length];
        normalization.apply(noisy, seen, 0);
        for (int channel = 0; channel < 3; channel++) {
            float[] values = Arrays.copyOfRange(seen, channel * noisy.plane(), (channel + 1) * noisy.plane());
            for (double[] point : NORMAL) {
                assertShareBelow(values, 2 * point[0], point[1]);
            }
        }
    }

    @Test
    void clippingIsOfTheSameDrawsAndOnlyOutsideTheRange() {
        Image grey = image(1);
        Image loud = Corruptions.read("type: gaussian-noise, std: [1], clip: false")
                .apply(grey, 1, Corruptions.NORMALIZATION, new SplittableRandom(5));
        Corruption clipping = Corruptions.read("type: gaussian-noise, std: [1]");
        Image clipped = clipping.apply(grey, 1, Corruptions.NORMALIZATION, new SplittableRandom(5));

        assertThat(clipping.clip()).isTrue();
        assertThat(clipping.stage()).isEqualTo(Stage.BEFORE_NORMALIZATION);
        assertShareBelow(loud.pixels(), 0, 0.344578);
        for (int i = 0; i < GREY.size(); i++) {
            assertThat(clipped.pixels()[i]).isEqualTo(Math.min(1, Math.max(0, loud.pixels()[i])));
        }
    }

    private static Image image(int channels) {
        Image image = new Image(channels == 1 ? GREY : COLOURED);
        Arrays.fill(image.pixels(), LEVEL);
        return image;
    }

    private static float[] noisy(String type, int channels, int severity) {
        return Corruptions.read("type: " + type)
                .apply(
                        image(channels),
                        severity,
                        channels == 1 ? Constants.MNIST_C : Constants.CIFAR_10_C,
                        Corruptions.NORMALIZATION,
                        new SplittableRandom(severity))
                .pixels();
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Within five standard errors of a share of so many draws, and of one draw where the share is almost 0 or 1. */
    private static void assertShareBelow(float[] values, double limit, double share) {
        int count = 0;
        for (float value : values) {
            count += value <= limit ? 1 : 0;
        }
        double error = Math.sqrt(Math.max(share * (1 - share), 1.0 / values.length) / values.length);
        assertThat((double) count / values.length)
                .as("share below %s", limit)
                .isBetween(share - 5 * error, share + 5 * error);
    }
}
