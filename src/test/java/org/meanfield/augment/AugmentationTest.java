package org.meanfield.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.corrupt.Suite;
import org.meanfield.data.Labels;
import org.meanfield.data.Split;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.Border;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;

/** What holds for every augmentation. */
final class AugmentationTest {
    private static final int COUNT = 12;
    private static final int CLASSES = 10;

    static List<Augmentation> all() {
        return List.of(
                new HorizontalFlip(0.5, true),
                new RandomCrop(4, Border.REPLICATE, 1),
                new Translate(0.2, 0.1, Border.ZERO, 1),
                new Rotate(180, Border.REPLICATE, 0.9),
                new Scale(0.3, 3, Border.ZERO, 1),
                new Shear(80, Border.REPLICATE, 1),
                new ColourJitter(1, 2, 3, 0.5, 1),
                new Grayscale(0.5),
                new Autocontrast(0.5),
                new GaussianNoise(0.5, 1),
                new GaussianBlur(0.01, 9, 1),
                new Cutout(32, 1, 1),
                new RandomErasing(0.01, 0.9, 0.1, 10, 0.9),
                new Mixup(0.2, 0.9),
                new Cutmix(1, 0.9),
                new TrivialAugment(1),
                new RandAugment(3, 30, 0.9),
                new Corrupt(List.of(), Suite.ALL, List.of(1, 5), 0.9),
                new Augmix(3, 0, 1, 10, 12, 1),
                new Adversarial(255, 1.25, 1));
    }

    @Test
    void eachIsAmongThem() {
        assertThat(all().stream().<Class<?>>map(Object::getClass))
                .containsExactly(Augmentation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameAddressGivesTheSameAndAnotherOneSomethingElse(Augmentation augmentation) {
        List<float[]> first = pixels(apply(augmentation, 211, 3));

        assertThat(pixels(apply(augmentation, 211, 3)))
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(pixels(apply(augmentation, 211, 4)))
                .usingRecursiveComparison()
                .isNotEqualTo(first);
        assertThat(pixels(apply(augmentation, 212, 3)))
                .usingRecursiveComparison()
                .isNotEqualTo(first);
        Samples elsewhere =
                new Augmenter(List.of(new Mixup(0.1, 0), augmentation), 211).apply(batch(), indices(), 3, 1, 7);
        assertThat(pixels(elsewhere)).usingRecursiveComparison().isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theInputIsLeftAsItWas(Augmentation augmentation) {
        Samples batch = batch();
        new Augmenter(List.of(augmentation), 5).apply(batch, indices(), 0, 0, 0);

        assertThat(batch).usingRecursiveComparison().isEqualTo(batch());
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesStayInTheirRangeAndLabelsSumToOne(Augmentation augmentation) {
        for (int epoch = 0; epoch < 20; epoch++) {
            Samples changed = apply(augmentation, 1, epoch);
            for (Image image : changed.images()) {
                assertThat(image.shape()).isEqualTo(batch().images()[0].shape());
                // Compared so that NaN is out of range too.
                assertThat(IntStream.range(0, image.pixels().length)
                                .filter(i -> !(image.pixels()[i] >= 0 && image.pixels()[i] <= 1)))
                        .isEmpty();
            }
            for (float[] label : changed.labels()) {
                assertThat(IntStream.range(0, CLASSES)
                                .mapToDouble(i -> label[i])
                                .sum())
                        .isCloseTo(1, within(1e-6));
            }
        }
    }

    @Test
    void probabilityZeroChangesNothing() {
        Samples never = new Augmenter(List.of(new Mixup(1, 0), new Rotate(90, Border.ZERO, 0)), 1)
                .apply(batch(), indices(), 0, 0, 0);
        assertThat(never).usingRecursiveComparison().isEqualTo(batch());
    }

    @ParameterizedTest
    @MethodSource("all")
    void itIsSerializable(Augmentation augmentation) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(augmentation);
        }
        assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                .isEqualTo(augmentation);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatHappensToAnImageDependsOnItsIndexAlone(Augmentation augmentation) {
        if (augmentation instanceof Mixup || augmentation instanceof Cutmix) {
            return; // they are made of a batch
        }
        Samples whole = new Augmenter(List.of(augmentation), 211).apply(batch(), indices(), 2, 0, 40);
        Samples one = new Samples(new Image[] {batch().images()[7]}, new float[][] {batch().labels()[7]});
        Samples alone = new Augmenter(List.of(augmentation), 211).apply(one, new int[] {indices()[7]}, 2, 5, 41);

        assertThat(alone.images()[0].pixels()).isEqualTo(whole.images()[7].pixels());
    }

    private static Samples apply(Augmentation augmentation, long seed, int epoch) {
        return new Augmenter(List.of(augmentation), seed).apply(batch(), indices(), epoch, 1, 7);
    }

    private static int[] indices() {
        return IntStream.range(100, 100 + COUNT).toArray();
    }

    /** Drawn digits with smoothed labels. */
    private static Samples batch() {
        LabelledImages digits = new SyntheticDigits(COUNT, 0, 1, 1, "", 0, Labels.PUBLISHED).load(Split.TRAIN);
        Image[] images = new Image[COUNT];
        float[][] labels = new float[COUNT][CLASSES];
        for (int i = 0; i < COUNT; i++) {
            images[i] = digits.image(i);
            Arrays.fill(labels[i], 0.01f);
            labels[i][digits.labels()[i]] = 0.91f;
        }
        return new Samples(images, labels);
    }

    private static List<float[]> pixels(Samples samples) {
        return Stream.of(samples.images()).map(Image::pixels).toList();
    }
}
