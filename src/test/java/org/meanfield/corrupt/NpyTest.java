package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Labels;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/** Files of two severities of four images that are filled with their number, for the four test images of drawn digits. */
final class NpyTest {
    private static final int IMAGES = 4;
    private static final int SIZE = 3072;
    private static final Splits DIGITS = Splits.here(new SyntheticDigits(8, 0, IMAGES, 1, "", 0, Labels.PUBLISHED));
    private static final byte[] LABELS = DIGITS.read(Split.TEST, 0, IMAGES).labels();

    @TempDir
    private Path folder;

    private String fog;

    @BeforeEach
    void write() throws IOException {
        byte[] pixels = new byte[2 * IMAGES * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / SIZE);
        }
        fog = file("fog.npy", "(8, 32, 32, 3)", pixels);
    }

    @Test
    void theImagesOfASeverityTakeThePlaceOfTheTestImages() {
        Condition.Fixed condition = new Condition.Corrupted(new Npy(fog, "", IMAGES), 2, 1);
        Normalization plain = new Normalization(new float[3], new float[] {1, 1, 1});
        LabelledImages last = DIGITS.read(Split.TEST, 2, 4);
        CorruptedImages corrupted = CorruptedImages.of(last, 2, condition, new NoiseAddress(1, "digits"), plain);

        assertThat(condition.label()).isEqualTo("fog/2/1");
        assertThat(condition.parameter(new ImageShape(3, 32, 32))).isEqualTo("slice=2");
        float[] expected = new float[2 * SIZE];
        Arrays.fill(expected, 0, SIZE, 6 / 255f);
        Arrays.fill(expected, SIZE, 2 * SIZE, 7 / 255f);
        assertThat(corrupted.features()).containsExactly(expected);
    }

    @Test
    void severitiesAreCountedInTheFile() {
        assertThat(new Npy(fog, "", IMAGES).severities()).isEqualTo(2);
        assertRefused(
                new Npy(fog, "", 3), "number of images in " + fog + " is 8 but must be a multiple of 3, its slice");
    }

    @Test
    void theFileOfMnistCIsNamedByItsFolder() {
        assertThat(new Npy("a/fog/test_images.npy", "", 1).label()).isEqualTo("fog");
        assertThat(new Npy("a/fog.npy", "", 1).label()).isEqualTo("fog");
    }

    @Test
    void onlyFilesOfTheTestImagesFit() throws IOException {
        byte[] twice = Arrays.copyOf(LABELS, 2 * IMAGES);
        System.arraycopy(LABELS, 0, twice, IMAGES, IMAGES);
        new Npy(fog, file("labels.npy", "(8,)", twice), IMAGES).checkFits(DIGITS, Split.TEST);

        twice[5] = (byte) (twice[5] == 0 ? 1 : 0);
        String other = file("other.npy", "(8,)", twice);
        assertUnfit(
                new Npy(fog, other, IMAGES),
                Split.TEST,
                "label 5 of %s is %d but must be %d, as the test split has it".formatted(other, twice[5], LABELS[1]));
        String few = file("few.npy", "(3,)", new byte[3]);
        assertUnfit(
                new Npy(fog, few, IMAGES),
                Split.TEST,
                "number of labels in " + few + " is 3 but must be a multiple of 4, the number of test images");
        assertUnfit(new Npy(fog, "", 2), Split.TEST, "slice is 2 but must be 4, the number of test images");
        assertUnfit(
                new Npy(fog, "", IMAGES),
                Split.TRAIN,
                "split is train but must be test where a corruption is of type npy");
        String grey = file("grey.npy", "(4, 32, 32)", new byte[4096]);
        assertUnfit(
                new Npy(grey, "", IMAGES),
                Split.TEST,
                "size of the images in " + grey + " is 1×32×32 but must be 3×32×32, as the data have it");
    }

    private static void assertRefused(Npy npy, String message) {
        assertThatThrownBy(npy::severities)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private static void assertUnfit(Npy npy, Split split, String message) {
        assertThatThrownBy(() -> npy.checkFits(DIGITS, split))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private String file(String name, String shape, byte[] values) throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }\n".formatted(shape);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        bytes.write(values);
        return Files.write(folder.resolve(name), bytes.toByteArray()).toString();
    }
}
