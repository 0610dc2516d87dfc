package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;
import org.meanfield.testing.IdxFiles;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.Jobs;

class UsedSplitsTest {
    private static final int CLASSES = 10;

    private final Splits whole = splits(1);

    private static Splits splits(long seed, String... changes) {
        List<String> all = new ArrayList<>(List.of("data.train=5000", "data.validation=20"));
        all.addAll(List.of(changes));
        Dataset data = Jobs.tiny(all.toArray(String[]::new)).data();
        return data.used(Splits.open(data, Progress.SILENT), seed);
    }

    private static LabelledImages train(Splits splits) {
        return splits.read(Split.TRAIN, 0, splits.count(Split.TRAIN));
    }

    private static int[] perClass(byte[] labels) {
        int[] counts = new int[CLASSES];
        for (byte label : labels) {
            counts[label]++;
        }
        return counts;
    }

    @Test
    void aSubsetHasEquallyManyOfEachClassWithTheirPixels() {
        Splits some = splits(1, "data.limit=203");
        assertThat(some.count(Split.TRAIN)).isEqualTo(203);
        LabelledImages images = train(some);
        assertThat(perClass(images.labels())).containsExactly(21, 21, 21, 20, 20, 20, 20, 20, 20, 20);
        assertThat(places(images)).hasSize(203).isSorted();
        assertThat(some.trainLabels()).isEqualTo(images.labels());
        LabelledImages slice = some.read(Split.TRAIN, 57, 123);
        assertThat(slice.labels()).isEqualTo(Arrays.copyOfRange(images.labels(), 57, 123));
        assertThat(slice.pixels()).isEqualTo(images.pixels().slice(57 * 3072, 66 * 3072));
    }

    @Test
    void aLargerSubsetContainsTheSmallerAndAnotherSeedHasAnother() {
        List<Integer> small = places(train(splits(1, "data.limit=50")));
        assertThat(places(train(splits(1, "data.limit=500")))).containsAll(small);
        assertThat(places(train(splits(2, "data.limit=50")))).isNotEqualTo(small);
        assertThat(places(train(splits(1, "data.limit=5000")))).hasSize(5000);
    }

    /** A share of p · (1 − 1/10) changes; the limits are four deviations of the binomial distribution. */
    @Test
    void aShareOfTheLabelsIsReplaced() {
        for (double noise : new double[] {0.2, 1}) {
            Splits noisy = splits(1, "data.labels.noise=" + noise);
            double share = noise * 0.9;
            double changed = noisy.changedLabels();
            assertThat(changed).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / 5000)));
            byte[] labels = noisy.trainLabels();
            byte[] published = train(whole).labels();
            long different = IntStream.range(0, 5000)
                    .filter(i -> labels[i] != published[i])
                    .count();
            assertThat(changed).isEqualTo(different / 5000.0);
            assertThat(Arrays.stream(perClass(labels)).min().getAsInt()).isGreaterThan(410);
            assertThat(train(noisy).pixels()).isEqualTo(train(whole).pixels());
        }
        assertThat(whole.changedLabels()).isZero();
    }

    @Test
    void labelsDependOnSeedAndImageOnly() {
        Splits noisy = splits(1, "data.labels.noise=0.5");
        byte[] labels = noisy.trainLabels();
        assertThat(noisy.read(Split.TRAIN, 100, 160).labels()).isEqualTo(Arrays.copyOfRange(labels, 100, 160));
        assertThat(splits(2, "data.labels.noise=0.5").trainLabels()).isNotEqualTo(labels);
        Splits some = splits(1, "data.labels.noise=0.5", "data.limit=300");
        LabelledImages images = train(some);
        assertThat(places(images)).isEqualTo(places(train(splits(1, "data.limit=300"))));
        List<Integer> places = places(images);
        for (int i = 0; i < 300; i++) {
            assertThat(images.labels()[i]).isEqualTo(labels[places.get(i)]);
        }
        assertThat(some.changedLabels()).isBetween(0.35, 0.55);
        assertThat(splits(1, "data.limit=300").changedLabels()).isZero();
    }

    @Test
    void validationAndTestStay() {
        Splits used = splits(1, "data.labels.noise=1", "data.limit=100");
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            LabelledImages before = whole.read(split, 0, whole.count(split));
            LabelledImages after = used.read(split, 0, used.count(split));
            assertThat(after.labels()).isEqualTo(before.labels());
            assertThat(after.pixels()).isEqualTo(before.pixels());
        }
        assertThat(used.normalization()).usingRecursiveComparison().isEqualTo(whole.normalization());
        assertThat(used.hash()).isEqualTo(whole.hash());
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> splits(1, "data.limit=5001"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.limit is 5001 but must be at most 5000, the images of the training split");
        assertThatThrownBy(() -> Jobs.tiny("data.limit=-1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.limit is -1 but must be at least 0");
        for (String wrong : List.of("-0.1", "1.01", ".nan")) {
            assertThatThrownBy(() -> Jobs.tiny("data.labels.noise=" + wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("data.labels.noise is ")
                    .hasMessageEndingWith(" but must be in [0, 1]");
        }
    }

    @Test
    void aClassWithTooFewImagesIsNamed(@TempDir Path folder) throws IOException {
        IdxFolder.write(folder, 20, 10);
        byte[] labels = IdxFiles.labels(20);
        labels[labels.length - 8] = 3; // the second image of class 2
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels);
        Splits uneven = Splits.here(
                new FashionMnist(folder.toString(), "http://localhost/", false, 0, "", 0, Labels.PUBLISHED));
        assertThatThrownBy(() -> TrainSubset.of(uneven, 13, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("data.limit is 13 but must be less: it takes 2 of the 1 training images of class 2");
        assertThat(TrainSubset.of(uneven, 12, 1).count(Split.TRAIN)).isEqualTo(12);
    }

    @Test
    void jobsWithoutTheKeysKeepTheirIds() {
        assertThat(RecordWriter.toJson(Jobs.tiny())).doesNotContain("limit").doesNotContain("labels");
        String json = RecordWriter.toJson(Jobs.tiny("data.limit=10", "data.labels.noise=0.5"));
        assertThat(json).contains("\"limit\":10,\"labels\":{\"noise\":0.5}");
        assertThat(RecordReader.read(json, "tiny.yaml", Jobs.tiny().getClass(), List.of()))
                .isEqualTo(Jobs.tiny("data.limit=10", "data.labels.noise=0.5"));
        assertThat(Jobs.tiny("data.limit=10").data().identity())
                .isEqualTo(Jobs.tiny().data().identity());
    }

    /** Returns the places in the whole training split of images, which are all different. */
    private List<Integer> places(LabelledImages images) {
        LabelledImages all = train(whole);
        Map<ByteBuffer, Integer> places = new HashMap<>();
        for (int i = 0; i < all.count(); i++) {
            places.put(all.pixels().slice(i * 3072, 3072), i);
        }
        return IntStream.range(0, images.count())
                .mapToObj(i -> places.get(images.pixels().slice(i * 3072, 3072)))
                .toList();
    }
}
