package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/** Against files that NumPy has written ({@code src/test/python/npy_files.py}). */
final class NpyFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"coloured", "version-2"})
    void readsImagesChannelByChannel(String name) throws IOException {
        NpyFile file = NpyFile.open(resource(name));
        ImageShape shape = new ImageShape(3, 3, 2);
        LabelledImages read = file.inPlaceOf(new LabelledImages(shape, new byte[36], new byte[] {4, 5}), 3);

        assertThat(file.shape()).isEqualTo(List.of(6, 3, 2, 3));
        assertThat(file.imageShape()).isEqualTo(shape);
        assertThat(read.labels()).containsExactly(4, 5);
        for (int i = 0; i < 36; i++) {
            int image = i / 18;
            int channel = i % 18 / 6;
            int pixel = i % 6;
            int expected = ((3 + image) * 18 + pixel * 3 + channel) * 7 % 256;
            assertThat(Byte.toUnsignedInt(read.pixels().get(i))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey", "one-channel"})
    void readsGreyImagesWithAndWithoutAChannel(String name) throws IOException {
        NpyFile file = NpyFile.open(resource(name));
        ImageShape shape = new ImageShape(1, 3, 2);
        LabelledImages read = file.inPlaceOf(new LabelledImages(shape, new byte[6], new byte[1]), 5);

        assertThat(file.imageShape()).isEqualTo(shape);
        byte[] pixels = new byte[6];
        read.pixels().get(0, pixels);
        assertThat(pixels).containsExactly(118, (byte) 139, (byte) 160, (byte) 181, (byte) 202, (byte) 223);
    }

    @Test
    void readsLabelsOfAnyWidth() throws IOException {
        assertThat(NpyFile.open(resource("labels")).labels()).containsExactly(0, 1, 127);
        assertThat(NpyFile.open(resource("labels-uint8")).labels()).containsExactly(3, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "floats | type of FILE is <f8 but must be uint8 or another of whole numbers",
                "big-endian | type of FILE is >i8 but must be uint8 or another of whole numbers",
                "objects | type of FILE is |O but must be uint8 or another of whole numbers; arrays of objects can run code and are not read",
                "fortran | FILE is in Fortran order but must be in C order",
                "records | type of FILE is unprintable but must be uint8 or another of whole numbers",
            })
    void refusesOtherArrays(String name, String message) throws IOException {
        String file = resource(name);
        assertThatThrownBy(() -> NpyFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.replace("FILE", file));
    }

    @Test
    void refusesValuesThatAreNoImagesOrLabels() throws IOException {
        String labels = resource("labels");
        String negative = resource("negative");
        String grey = resource("grey");
        assertThatThrownBy(() -> NpyFile.open(labels).imageShape())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        labels + " has values [3] of <i8 but must have images: uint8 [N, height, width] or [N, height, "
                                + "width, 1 or 3]");
        assertThatThrownBy(() -> NpyFile.open(grey).labels())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(grey + " has values [6, 3, 2] of |u1 but must have labels: [N]");
        assertThatThrownBy(() -> NpyFile.open(negative).labels())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("label 1 of " + negative + " is negative or too large but must be in 0 … 127");
    }

    @Test
    void refusesWhatIsBroken() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(resource("coloured")));
        String file = folder + "/broken.npy";
        assertThatThrownBy(() -> NpyFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " is missing but must be a .npy file");
        assertRefused(
                file,
                Arrays.copyOf(whole, whole.length - 1),
                "length of the values of " + file
                        + " is 107 bytes but must be 108, as its shape [6, 3, 2, 3] of |u1 says");
        assertRefused(file, Arrays.copyOf(whole, 40), file + " ends early but must be whole");
        assertRefused(file, new byte[200], file + " is another kind of file but must be a .npy file of NumPy");
        byte[] long0 = whole.clone();
        long0[6] = 2;
        assertRefused(file, long0, "header of " + file + " is 662372470 bytes but must be at most 65536");
        byte[] other = whole.clone();
        other[10] = '[';
        assertRefused(
                file,
                other,
                file + " has a broken header but must have descr, fortran_order and shape, as numpy.save writes them");
    }

    private static void assertRefused(String file, byte[] bytes, String message) throws IOException {
        Files.write(Path.of(file), bytes);
        assertThatThrownBy(() -> NpyFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private String resource(String name) throws IOException {
        Path file = folder.resolve(name + ".npy");
        try (InputStream in = NpyFileTest.class.getResourceAsStream(name + ".npy")) {
            Files.write(file, in.readAllBytes());
        }
        return file.toString();
    }
}
