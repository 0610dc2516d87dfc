package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.meanfield.config.Seeds;
import org.meanfield.data.FashionMnist;
import org.meanfield.data.Labels;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Sha256;

final class CorruptedImagesTest {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final Normalization NORMALIZATION = new Normalization(new float[] {0.5f}, new float[] {0.25f});
    private static final NoiseAddress NOISE = new NoiseAddress(211, "fashion-mnist test");
    private static final GaussianNoise GAUSSIAN =
            new GaussianNoise(List.of(0.1, 0.2), false, Stage.BEFORE_NORMALIZATION);

    /** By NumPy: sha256(b"".join(sha256((np.full(784, i, "f4") / np.float32(255)).tobytes()).digest() for i in range(3))). */
    private static final String CLEAN = "f8c2bf0003a697e0e1802cc02c63a05cf5d0da4fb31b1d469a16087be80fc44d";

    @Test
    void cleanImagesAreNormalizedAndHashedAsTheyAre() {
        CorruptedImages clean = CorruptedImages.of(images(3), 0, new Condition.Clean(), NOISE, NORMALIZATION);

        assertThat(Sha256.of(clean.digests())).isEqualTo(CLEAN);
        assertThat(clean.features()).hasSize(3 * 784);
        assertThat(clean.features()[2 * 784]).isEqualTo((2 / 255f - 0.5f) / 0.25f);
    }

    /** The numbers are the first eight bytes of the SHA-256 of fashion-mnist test and of gaussian-noise. */
    @Test
    void theNoiseOfAnImageHasTheDocumentedAddress() {
        Condition.Fixed condition = new Condition.Corrupted(GAUSSIAN, 2, 3);
        CorruptedImages noisy = CorruptedImages.of(images(2), 500, condition, NOISE, NORMALIZATION);

        SplittableRandom random =
                Seeds.stream(211, Seeds.Purpose.CORRUPT, 8171824913680026093L, -5143025201774170016L, 2, 3, 501);
        Image expected = GAUSSIAN.apply(images(2).image(1), 2, NORMALIZATION, random);
        float[] features = new float[784];
        NORMALIZATION.apply(expected, features, 0);
        assertThat(Arrays.copyOfRange(noisy.features(), 784, 2 * 784)).containsExactly(features);
    }

    @Test
    void anImageHasTheSameNoiseInAnyBlock() {
        Condition.Fixed condition = new Condition.Corrupted(GAUSSIAN, 1, 1);
        CorruptedImages whole = CorruptedImages.of(images(4), 10, condition, NOISE, NORMALIZATION);
        CorruptedImages last = CorruptedImages.of(images(4).select(new int[] {3}), 13, condition, NOISE, NORMALIZATION);

        assertThat(Arrays.copyOfRange(whole.features(), 3 * 784, 4 * 784)).containsExactly(last.features());
        assertThat(Arrays.copyOfRange(whole.digests(), 3 * 32, 4 * 32)).containsExactly(last.digests());
    }

    @Test
    void seedDataSeverityRepeatAndIndexAllCount() {
        Condition.Fixed condition = new Condition.Corrupted(GAUSSIAN, 1, 1);
        List<CorruptedImages> different = List.of(
                CorruptedImages.of(images(1), 0, condition, NOISE, NORMALIZATION),
                CorruptedImages.of(images(1), 1, condition, NOISE, NORMALIZATION),
                CorruptedImages.of(images(1), 0, new Condition.Corrupted(GAUSSIAN, 2, 1), NOISE, NORMALIZATION),
                CorruptedImages.of(images(1), 0, new Condition.Corrupted(GAUSSIAN, 1, 2), NOISE, NORMALIZATION),
                CorruptedImages.of(images(1), 0, condition, new NoiseAddress(212, "fashion-mnist test"), NORMALIZATION),
                CorruptedImages.of(images(1), 0, condition, new NoiseAddress(211, "mnist test"), NORMALIZATION));

        assertThat(different.stream().map(images -> Sha256.of(images.digests())).distinct())
                .hasSize(6);
    }

    @Test
    void theDigestsDoNotDependOnTheNormalization() {
        Condition.Fixed condition = new Condition.Corrupted(GAUSSIAN, 1, 1);
        Normalization other = new Normalization(new float[] {0.1f}, new float[] {0.9f});

        assertThat(CorruptedImages.of(images(2), 0, condition, NOISE, other).digests())
                .containsExactly(CorruptedImages.of(images(2), 0, condition, NOISE, NORMALIZATION)
                        .digests());
    }

    @Test
    void theAddressNamesKindOfDataAndSplitAndNoMore() {
        FashionMnist data = new FashionMnist("somewhere", "http://x", true, 5000, "", 0, Labels.PUBLISHED);
        assertThat(NoiseAddress.of(211, data, Split.TEST)).isEqualTo(NOISE);
        assertThat(NoiseAddress.of(1, new SyntheticDigits(5, 6, 7, 8, "", 0, Labels.PUBLISHED), Split.VALIDATION))
                .isEqualTo(new NoiseAddress(1, "synthetic-digits validation"));
    }

    @Test
    void conditionsSayWhatTheyAre() {
        Condition.Fixed noise = new Condition.Corrupted(GAUSSIAN, 2, 3);
        assertThat(noise.label()).isEqualTo("gaussian-noise/2/3");
        assertThat(noise.parameter(SHAPE)).isEqualTo("std=0.2");
        assertThat(noise.stage()).isEqualTo("before-normalization");
        assertThat(noise.clipped()).isFalse();
        Condition.Fixed clean = new Condition.Clean();
        assertThat(List.of(clean.label(), clean.parameter(SHAPE), clean.stage()))
                .containsExactly("clean", "", "");
    }

    /** Image i is filled with level i. */
    private static LabelledImages images(int count) {
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 784);
        }
        return new LabelledImages(SHAPE, pixels, new byte[count]);
    }
}
