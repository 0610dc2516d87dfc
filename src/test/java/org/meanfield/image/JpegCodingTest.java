package org.meanfield.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import javax.imageio.plugins.jpeg.JPEGImageReadParam;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec of the Java platform, which is the Independent JPEG Group's library. */
final class JpegCodingTest {
    private static final JPEGHuffmanTable[] DC = {JPEGHuffmanTable.StdDCLuminance, JPEGHuffmanTable.StdDCChrominance};
    private static final JPEGHuffmanTable[] AC = {JPEGHuffmanTable.StdACLuminance, JPEGHuffmanTable.StdACChrominance};

    static Stream<Arguments> shapesAndQualities() {
        return Stream.of(
                        new ImageShape(1, 28, 28),
                        new ImageShape(3, 32, 32),
                        new ImageShape(3, 28, 20),
                        new ImageShape(1, 7, 5),
                        new ImageShape(3, 17, 23),
                        new ImageShape(3, 5, 6),
                        new ImageShape(3, 9, 4),
                        new ImageShape(3, 1, 1))
                .flatMap(shape -> IntStream.of(1, 7, 10, 15, 18, 25, 40, 49, 50, 58, 65, 80, 95, 100)
                        .mapToObj(quality -> Arguments.of(shape, quality)));
    }

    @ParameterizedTest
    @MethodSource("shapesAndQualities")
    void theRoundTripHasTheBitsOfTheCodec(ImageShape shape, int quality) throws IOException {
        for (Image image : new Image[] {smooth(shape), rough(shape)}) {
            assertThat(Levels.of(JpegCoding.apply(image, quality))).isEqualTo(Levels.of(throughFile(image, quality)));
        }
    }

    private static Image smooth(ImageShape shape) {
        Image image = new Image(shape);
        for (int i = 0; i < image.pixels().length; i++) {
            int channel = i / image.plane();
            int y = i % image.plane() / shape.width();
            int x = i % shape.width();
            image.pixels()[i] = (int) (127.5 * (1 + Math.sin(0.3 * x + 0.2 * channel * y + channel))) / 255f;
        }
        return image;
    }

    private static Image rough(ImageShape shape) {
        Image image = new Image(shape);
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (i * i * 37 + 11 * i) % 256 / 255f;
        }
        return image;
    }

    private static Image throughFile(Image image, int quality) throws IOException {
        int width = image.shape().width();
        boolean grey = image.shape().channels() == 1;
        BufferedImage picture = new BufferedImage(
                width, image.shape().height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int[] levels = Levels.of(image);
        int plane = image.plane();
        for (int i = 0; i < levels.length; i++) {
            picture.getRaster().setSample(i % width, i % plane / width, i / plane, levels[i]);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings(quality));
        } finally {
            writer.dispose();
        }
        BufferedImage read = read(file.toByteArray(), quality);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = read.getRaster().getSample(i % width, i % plane / width, i / plane);
        }
        return Levels.image(image.shape(), levels);
    }

    private static BufferedImage read(byte[] file, int quality) throws IOException {
        JPEGImageReadParam settings = new JPEGImageReadParam();
        settings.setDecodeTables(steps(quality), DC, AC);
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0, settings);
        } finally {
            reader.dispose();
        }
    }

    /** With tables of one's own, which the file then lacks: what the platform calls quality is another scale. */
    private static ImageWriteParam settings(int quality) {
        JPEGImageWriteParam settings = new JPEGImageWriteParam(null);
        settings.setEncodeTables(steps(quality), DC, AC);
        return settings;
    }

    private static JPEGQTable[] steps(int quality) {
        return new JPEGQTable[] {scaled(JPEGQTable.K1Luminance, quality), scaled(JPEGQTable.K2Chrominance, quality)};
    }

    private static JPEGQTable scaled(JPEGQTable table, int quality) {
        int[] steps = table.getTable();
        for (int i = 0; i < steps.length; i++) {
            int scaled = (steps[i] * (quality < 50 ? 5000 / quality : 200 - 2 * quality) + 50) / 100;
            steps[i] = Math.max(1, Math.min(255, scaled));
        }
        return new JPEGQTable(steps);
    }
}
