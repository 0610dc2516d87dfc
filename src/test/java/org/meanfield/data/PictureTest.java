package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
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
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;

/** The outcomes of {@code src/test/python/pictures.py}, by Pillow. */
final class PictureTest {
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
        try (InputStream csv = PictureTest.class.getResourceAsStream("pictures.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadAndResizedAsPillowDoes(Case wanted) {
        byte[] pixels = new byte[2 + wanted.shape().size()];
        Picture.read(wanted.name(), wanted.file(), wanted.shape().channels()).resize(wanted.shape(), pixels, 2);

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
            assertThatThrownBy(() -> Picture.read("some/" + name, cut, 3))
                    .as("%d of %d bytes", length, file.length)
                    .isInstanceOf(InvalidInputException.class)
                    .message()
                    .matches("some/%s is broken \\(.*\\) but must be a whole PNG or JPEG".formatted(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a", "just some words", "%PDF-1.4"})
    void whatIsNoPictureIsToldApart(String contents) {
        assertThatThrownBy(() -> Picture.read("a.png", contents.getBytes(StandardCharsets.UTF_8), 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.png is something else but must be PNG or JPEG");
    }

    @Test
    void oneThatWouldFillTheMemoryIsRefusedBeforeItDoes() throws IOException {
        byte[] file = files().get("colour.png");
        ByteBuffer header = ByteBuffer.wrap(file);
        header.putInt(16, 100_000).putInt(20, 5_000);
        CRC32 sum = new CRC32();
        sum.update(file, 12, 17);
        header.putInt(29, (int) sum.getValue());

        assertThatThrownBy(() -> Picture.read("a.png", file, 3))
                .hasMessage("a.png is 5000×100000 but must be of at most 50,000,000 pixels");
    }

    /** Four bands are CMYK, as pictures for printing have them. */
    @Test
    void aColourSpaceThatIsNotReadIsToldWithItsRemedy() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(new IIOImage(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null), null, null));
        }
        writer.dispose();

        assertThatThrownBy(() -> Picture.read("a.jpg", file.toByteArray(), 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.jpg is of a colour space that is not read: save it as RGB or grey");
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        cases().forEach(each -> files.put(each.name(), each.file()));
        return files;
    }
}
