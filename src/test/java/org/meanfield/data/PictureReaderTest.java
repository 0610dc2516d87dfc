package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;

/** The outcomes of {@code src/test/python/pictures.py}, by Pillow. */
final class PictureReaderTest {
    private static final int MAX_SIDE = 16_384;
    private static final int MAX_PIXELS = 50_000_000;

    private record Case(String name, byte[] file, ImageShape shape, byte[] pixels) {
        static Case of(String line) {
            String[] cells = line.split(",", -1);
            ImageShape shape =
                    new ImageShape(Integer.parseInt(cells[2]), Integer.parseInt(cells[3]), Integer.parseInt(cells[4]));
            return new Case(
                    cells[0],
                    Base64.getDecoder().decode(cells[1]),
                    shape,
                    HexFormat.of().parseHex(cells[5]));
        }

        @Override
        public String toString() {
            return name + " as " + shape;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream csv = PictureReaderTest.class.getResourceAsStream("pictures.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadAndResizedAsPillowDoes(Case wanted) {
        byte[] pixels = new byte[2 + wanted.shape().size()];
        new PictureReader(wanted.shape(), MAX_SIDE, MAX_PIXELS).read(wanted.name(), wanted.file(), pixels, 2);

        assertThat(Arrays.copyOfRange(pixels, 2, pixels.length)).isEqualTo(wanted.pixels());
        assertThat(Arrays.copyOf(pixels, 2)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour.png", "palette-2.png", "grey-16.png", "photo.jpg", "progressive.jpeg", "grey.JPG"})
    void oneThatLacksPixelsIsBrokenWhereverItEnds(String name) throws IOException {
        byte[] file = files().get(name);
        // All but the last of a PNG's checksums, and the words that it is over, without which all pixels are there.
        int trailer = name.endsWith("png") ? 21 : 0;
        for (int length = 8; length < file.length - trailer; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read("some/" + name, cut))
                    .as("%d of %d bytes", length, file.length)
                    .isInstanceOf(InvalidInputException.class)
                    .message()
                    .matches("some/%s is broken \\(.*\\) but must be a whole PNG or JPEG".formatted(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a", "just some words", "%PDF-1.4"})
    void whatIsNoPictureIsToldApart(String contents) {
        assertThatThrownBy(() -> read("a.png", contents.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.png is another kind of file but must be PNG or JPEG");
    }

    /** A file of some kilobytes can claim what it likes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16384 |    3052 | 16384×3052 but must be of at most 50,000,000 pixels (data.max-pixels)",
                "16385 |       1 | 16385×1 but must be of at most 16,384 pixels a side (data.max-side)",
                "    1 |   50000 | 1×50000 but must be of at most 16,384 pixels a side (data.max-side)"
            })
    void oneThatWouldFillTheMemoryIsRefusedBeforeItDoes(int height, int width, String wrong) throws IOException {
        byte[] png = files().get("colour.png");
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
        byte[] jpeg = files().get("photo.jpg");
        ByteBuffer.wrap(jpeg).putShort(frame(jpeg) + 5, (short) height).putShort(frame(jpeg) + 7, (short) width);

        assertThatThrownBy(() -> read("a.png", png))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.png is " + wrong);
        assertThatThrownBy(() -> read("a.jpg", jpeg)).hasMessage("a.jpg is " + wrong);
    }

    /** What is allowed need not be there: here 48 million pixels of three levels, in 700 bytes. */
    @Test
    void noRoomIsMadeForPixelsThatCannotCome() throws IOException {
        byte[] png = files().get("interlaced-5x4.png");
        ByteBuffer.wrap(png).putInt(16, 8000).putInt(20, 6000);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());

        assertThatThrownBy(() -> read("a.png", png))
                .hasMessage("a.png is broken (it ends early) but must be a whole PNG or JPEG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c3 |  8 | a lossless or hierarchical JPEG",
                "c9 |  8 | an arithmetic-coded JPEG",
                "ca |  8 | an arithmetic-coded JPEG",
                "c1 | 12 | a JPEG of 12 bits"
            })
    void kindsThatAreNotReadAreToldFromBrokenOnes(String marker, int bits, String kind) throws IOException {
        byte[] file = files().get("photo.jpg");
        int frame = frame(file);
        file[frame + 1] = HexFormat.of().parseHex(marker)[0];
        file[frame + 4] = (byte) bits;

        assertThatThrownBy(() -> read("a.jpg", file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.jpg is %s but must be a baseline or progressive JPEG of 8 bits with Huffman codes"
                        .formatted(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, ''",
        "colour.png, ''",
        "broken-profile.jpg, ''",
        "behind-the-end.jpg, ''",
        "filled-before-scan.jpg, ''",
        "extraneous-before-scan.jpg, 5 extraneous bytes before a marker",
        "extraneous-before-end.jpg, 3 extraneous bytes before a marker",
        "restart-wrong.jpg, a restart is missing",
        "invalid-code.jpg, an invalid Huffman code",
        "420-adobe-2.jpg, unknown Adobe transform 2"
    })
    void whatIsMendedIsSaid(String name, String mended) throws IOException {
        assertThat(read(name, files().get(name))).isEqualTo(mended);
    }

    private static String read(String name, byte[] file) {
        ImageShape shape = new ImageShape(3, 4, 5);
        return new PictureReader(shape, MAX_SIDE, MAX_PIXELS).read(name, file, new byte[shape.size()], 0);
    }

    /** Returns where the frame of a baseline file begins. */
    private static int frame(byte[] file) {
        int at = 0;
        while (file[at] != (byte) 0xff || file[at + 1] != (byte) 0xc0) {
            at++;
        }
        return at;
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        cases().forEach(each -> files.put(each.name(), each.file()));
        return files;
    }
}
