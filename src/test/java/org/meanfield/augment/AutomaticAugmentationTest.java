package org.meanfield.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.corrupt.Constants;
import org.meanfield.corrupt.Defaults;
import org.meanfield.corrupt.Suite;
import org.meanfield.data.Normalization;
import org.meanfield.image.Affine;
import org.meanfield.image.Border;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Levels;
import org.meanfield.testing.Jobs;

/** TrivialAugment, RandAugment and corruptions as augmentation; their operations are held to others in the package image. */
final class AutomaticAugmentationTest {
    private static final Image IMAGE = image();

    private record Holder(List<Augmentation> augment) {}

    /** The most of each operation, as torchvision's {@code TrivialAugmentWide} has it, to either side. */
    @Test
    void theWideSpaceIsThePublishedOne() {
        Operation.Space wide = Operation.Space.WIDE;

        assertSame(
                Operation.ROTATE.apply(IMAGE, 1, wide, firstDraw(true)),
                Affine.rotation(135).apply(IMAGE, Border.ZERO));
        assertSame(
                Operation.ROTATE.apply(IMAGE, 1, wide, firstDraw(false)),
                Affine.rotation(-135).apply(IMAGE, Border.ZERO));
        assertSame(Operation.POSTERIZE.apply(IMAGE, 1, wide, firstDraw(true)), Levels.posterized(IMAGE, 2));
        assertSame(Operation.POSTERIZE.apply(IMAGE, 0.5, wide, firstDraw(true)), Levels.posterized(IMAGE, 5));
        assertSame(Operation.SOLARIZE.apply(IMAGE, 1, wide, firstDraw(true)), Colour.solarized(IMAGE, 0));
        assertSame(Operation.CONTRAST.apply(IMAGE, 1, wide, firstDraw(false)), Colour.contrast(IMAGE, 1 - 0.99));
        assertSame(Operation.BRIGHTNESS.apply(IMAGE, 1, wide, firstDraw(true)), Colour.brightness(IMAGE, 1.99));
        assertSame(
                Operation.SHEAR_X.apply(IMAGE, 1, wide, firstDraw(true)),
                Affine.shearing(Math.toDegrees(Math.atan(0.99))).apply(IMAGE, Border.ZERO));
        assertThat(Operation.TRANSLATE_X.apply(IMAGE, 1, wide, firstDraw(true)).pixels())
                .containsOnly(0);
        assertThat(Operation.values()).hasSize(14);
    }

    @Test
    void theSpaceOfRandAugmentIsThePublishedOne() {
        Operation.Space standard = Operation.Space.STANDARD;

        assertSame(
                Operation.ROTATE.apply(IMAGE, 9 / 30.0, standard, firstDraw(true)),
                Affine.rotation(9).apply(IMAGE, Border.ZERO));
        assertSame(Operation.POSTERIZE.apply(IMAGE, 1, standard, firstDraw(true)), Levels.posterized(IMAGE, 4));
        assertSame(
                Operation.TRANSLATE_Y.apply(IMAGE, 1, standard, firstDraw(false)),
                Affine.translation(0, -150 / 331.0 * 28).apply(IMAGE, Border.ZERO));
        assertSame(Operation.BRIGHTNESS.apply(IMAGE, 1, standard, firstDraw(true)), Colour.brightness(IMAGE, 1.9));
    }

    /** Identity and, for grey images, colour leave the image: 2/14; so do few operations at magnitude 0. */
    @Test
    void eachOperationIsAsLikely() {
        SplittableRandom random = new SplittableRandom(1);
        int same = 0;
        Map<Integer, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < 7000; i++) {
            Image changed = new TrivialAugment(1).change(IMAGE, random);
            same += changed.equals(IMAGE) ? 1 : 0;
            outcomes.merge(Arrays.hashCode(changed.pixels()), 1, Integer::sum);
        }
        assertThat(same).isBetween(853, 1147); // five standard errors
        // Nine operations with 31 magnitudes, seven of them to two sides, and those without one.
        assertThat(outcomes.size()).isBetween(380, 520);
    }

    @Test
    void aCorruptionIsOneOfThoseListedAtOneOfTheSeverities() {
        Corrupt corrupt = new Corrupt(List.of("contrast", "jpeg", "inverse"), Suite.NONE, List.of(2, 4), 1);
        Normalization plain = new Normalization(new float[1], new float[] {1});
        Map<Integer, Integer> counts = new HashMap<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            counts.merge(Arrays.hashCode(corrupt.change(IMAGE, random).pixels()), 1, Integer::sum);
        }

        for (String name : List.of("contrast", "jpeg")) {
            for (int severity : List.of(2, 4)) {
                Image expected = Defaults.ALL.get(name).apply(IMAGE, severity, Constants.MNIST_C, plain, random);
                assertThat(counts.remove(Arrays.hashCode(expected.pixels())))
                        .as(name)
                        .isBetween(398, 602);
            }
        }
        assertThat(counts).as("inverse has a single severity").hasSize(1);
        assertThat(corrupt.trainsOn()).containsExactly("contrast", "jpeg", "inverse");
        assertThat(new Corrupt(List.of(), Suite.MNIST_C, List.of(1), 1).trainsOn())
                .hasSize(15)
                .contains("fog");
        assertThat(new TrivialAugment(1).trainsOn()).isEmpty();
    }

    /** The clean image is one of the three; the other two are draws of their own, of the same crop. */
    @Test
    void theViewsOfAugmixDifferInItsDrawsOnly() {
        Augmix augmix = new Augmix(3, 0, 1, 3, 12, 1);
        RandomCrop crop = new RandomCrop(4, Border.ZERO, 1);
        Samples batch = new Samples(new Image[] {IMAGE, IMAGE}, new float[][] {{1, 0}, {0, 1}});
        int[] indices = {5, 6};
        Augmenter augmenter = new Augmenter(List.of(crop, augmix), 3);
        List<Image[]> views = IntStream.range(0, 3)
                .mapToObj(view -> augmenter.apply(batch, indices, 2, 0, 9, view).images())
                .toList();

        assertThat(augmenter.consistency()).isEqualTo(12);
        assertThat(views.get(0)[0].pixels())
                .isEqualTo(new Augmenter(List.of(crop), 3)
                        .apply(batch, indices, 2, 0, 9)
                        .images()[0]
                        .pixels());
        assertThat(views.get(1)[0].pixels())
                .isEqualTo(augmenter.apply(batch, indices, 2, 1, 8).images()[0].pixels())
                .isNotEqualTo(views.get(0)[0].pixels())
                .isNotEqualTo(views.get(2)[0].pixels());
        assertThatThrownBy(() -> Augmenter.check(List.of(augmix, augmix), null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("augment is a list of several with a consistency term but must be a list of at most one");
    }

    /** ε = 51/255 = 0.2 about 0.5, by hand: the step of 0.25 leaves the ball from 0.4 to 0.65, and not from 0.4 downwards from 0.6. */
    @Test
    void anAttackStaysWithinItsDistanceAndTheRange() {
        Adversarial adversarial = new Adversarial(51, 1.25, 1);
        ImageShape shape = new ImageShape(1, 1, 5);
        Image image = new Image(shape, new float[] {0.5f, 0.5f, 0.5f, 0.9f, 0.1f});
        Image start = new Image(shape, new float[] {0.4f, 0.6f, 0.6f, 1, 0.05f});
        float[] gradient = {9, 9, 1e-3f, 5, -2, -7, 0};

        assertThat(adversarial.attacked(image, start, gradient, 2).pixels())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.65f, 0.7f, 0.35f, 0.75f, 0.05f);
        assertThatThrownBy(() -> Augmenter.check(List.of(adversarial, new Grayscale(1)), null))
                .hasMessage("augment[0].type is adversarial but must be the last of the list");
    }

    @Test
    void otherTrainersHaveNoConsistencyLoss() {
        String trainer = "train.trainer=dl4j-parameter-averaging";

        assertThatThrownBy(() -> Jobs.tiny(trainer, "augment=[{type: augmix}]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(
                        "train.trainer is dl4j-parameter-averaging but must be rounds with augmix or adversarial");
        assertThat(Jobs.tiny(trainer, "augment=[{type: augmix, consistency: 0}]")
                        .augment())
                .hasSize(1);
    }

    /** E wᵢ = 1/3, and for α = 1 E wᵢ² = 2 / 12. */
    @Test
    void sharesOfADirichletHaveItsMoments() {
        SplittableRandom random = new SplittableRandom(1);
        double first = 0;
        double square = 0;
        for (int i = 0; i < 20_000; i++) {
            double[] shares = Draw.dirichlet(3, 1, random);
            assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-12));
            first += shares[0] / 20_000;
            square += shares[2] * shares[2] / 20_000;
        }
        assertThat(first).isCloseTo(1 / 3.0, within(0.009)); // five standard errors
        assertThat(square).isCloseTo(1 / 6.0, within(0.007));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: corrupt}|types is [] but must be a list of corruptions where suite is none",
                "{type: corrupt, types: [fog], suite: all}|types is [fog] but must be empty where suite is not none",
                "{type: corrupt, types: [fogg]}|did you mean fog?",
                "{type: corrupt, types: [npy]}|types[0] is npy but must be one of gaussian-noise, ",
                "{type: corrupt, types: [fog, fog]}|types is [fog, fog] but must be a list of different ones",
                "{type: corrupt, types: [fog], severities: []}|severities is empty but must be a list of at least one number",
                "{type: corrupt, types: [fog], severities: [1, 6]}|severities[1] is 6 but must be in 1 … 5",
                "{type: corrupt, types: [fog], probability: 2}|probability is 2.0 but must be in [0, 1]",
                "{type: trivial-augment, probability: -1}|probability is -1.0 but must be in [0, 1]",
                "{type: rand-augment, operations: 0}|operations is 0 but must be in 1 … 14",
                "{type: augmix, width: 0}|width is 0 but must be in 1 … 10",
                "{type: augmix, depth: 11}|depth is 11 but must be in 0 … 10",
                "{type: augmix, severity: 11}|severity is 11 but must be in 1 … 10",
                "{type: augmix, consistency: -1}|consistency is -1.0 but must be 0 or more, and finite",
                "{type: rand-augment, magnitude: 31}|magnitude is 31 but must be in 0 … 30",
            })
    void whatIsWrongIsSaidInOneLine(String augmentation, String message) {
        assertThatThrownBy(
                        () -> RecordReader.read("augment: [" + augmentation + "]", "job.yaml", Holder.class, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static void assertSame(Image image, Image expected) {
        for (int i = 0; i < expected.pixels().length; i++) {
            assertThat(image.pixels()[i]).isCloseTo(expected.pixels()[i], within(1e-5f));
        }
    }

    /** Returns a stream whose first draw is to the side that is asked for. */
    private static SplittableRandom firstDraw(boolean plus) {
        int seed = 0;
        while (new SplittableRandom(seed).nextBoolean() != plus) {
            seed++;
        }
        return new SplittableRandom(seed);
    }

    private static Image image() {
        Image image = new Image(new ImageShape(1, 28, 28));
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (10 + i * 37 % 211) / 255f;
        }
        return image;
    }
}
