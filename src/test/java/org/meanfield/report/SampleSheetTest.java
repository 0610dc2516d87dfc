package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

final class SampleSheetTest {
    private static final int RED = 0xffff0000;

    @Test
    void eachPixelOfAnImageIsASquareOfItsColour() throws IOException {
        // One red pixel in the corner of each image, on green.
        Image image = new Image(new ImageShape(3, 28, 28));
        IntStream.range(0, 784).forEach(i -> image.pixels()[784 + i] = 1);
        image.pixels()[0] = 1;
        image.pixels()[784] = 0;
        BufferedImage sheet = draw(List.of(
                SampleSheet.Row.of("one", List.of(image, image)), SampleSheet.Row.of("another", List.of(image))));

        assertThat(sheet.getHeight()).isEqualTo(12 + 56 + 4 + 56 + 12);
        assertThat(count(sheet, RED)).isEqualTo(3 * 4);
        assertThat(count(sheet, 0xff00ff00)).isEqualTo(3 * 4 * 783);
        int left = sheet.getWidth() - 12 - 2 * 56 - 4;
        for (int[] corner : new int[][] {{left, 12}, {left + 60, 12}, {left, 72}}) {
            assertThat(sheet.getRGB(corner[0], corner[1])).isEqualTo(RED);
            assertThat(sheet.getRGB(corner[0] + 1, corner[1] + 1)).isEqualTo(RED);
        }
    }

    @Test
    void oneChannelIsGreyAndALargeImageIsNotEnlarged() throws IOException {
        Image image = new Image(new ImageShape(1, 10, 70));
        Arrays.fill(image.pixels(), 0.2f);
        BufferedImage sheet = draw(List.of(SampleSheet.Row.of("", List.of(image))));

        assertThat(count(sheet, 0xff333333)).isEqualTo(700);
        assertThat(sheet.getWidth()).isEqualTo(3 * 12 + 70);
    }

    @Test
    void theTitleIsWrittenBesideItsRow() throws IOException {
        Image white = new Image(new ImageShape(1, 28, 28));
        Arrays.fill(white.pixels(), 1);
        BufferedImage sheet =
                draw(List.of(SampleSheet.Row.of("", List.of(white)), SampleSheet.Row.of("rotate", List.of(white))));

        int[] dark = IntStream.range(0, sheet.getHeight())
                .filter(y -> IntStream.range(0, sheet.getWidth()).anyMatch(x -> sheet.getRGB(x, y) != 0xffffffff))
                .toArray();
        assertThat(dark).isNotEmpty();
        assertThat(dark[0]).isGreaterThanOrEqualTo(72);
        assertThat(dark[dark.length - 1]).isLessThan(128);
    }

    @Test
    void headsAreAboveTheirColumnsAndAFreePlaceStaysWhite() throws IOException {
        Image green = new Image(new ImageShape(3, 28, 28));
        IntStream.range(0, 784).forEach(i -> green.pixels()[784 + i] = 1);
        List<List<SampleSheet.Head>> heads = List.of(List.of(
                new SampleSheet.Head("", 1), new SampleSheet.Head("a name much wider than a single column", 1)));
        BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(SampleSheet.png(
                heads, List.of(new SampleSheet.Row("", List.of(Optional.empty(), Optional.of(green)))))));

        assertThat(sheet.getHeight()).isEqualTo(12 + 18 + 56 + 12);
        assertThat(count(sheet, 0xff00ff00)).isEqualTo(4 * 784);
        int second = 24 + 60;
        assertThat(sheet.getRGB(second, 12 + 18)).as("where the image is").isEqualTo(0xff00ff00);
        int[] inked = IntStream.range(0, sheet.getWidth())
                .filter(x -> IntStream.range(0, 30).anyMatch(y -> sheet.getRGB(x, y) != 0xffffffff))
                .toArray();
        assertThat(inked[0]).isBetween(second, second + 3);
        assertThat(inked[inked.length - 1]).isLessThanOrEqualTo(second + 57);
    }

    private static BufferedImage draw(List<SampleSheet.Row> rows) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(SampleSheet.png(rows)));
    }

    private static long count(BufferedImage sheet, int colour) {
        return IntStream.range(0, sheet.getWidth() * sheet.getHeight())
                .filter(i -> sheet.getRGB(i % sheet.getWidth(), i / sheet.getWidth()) == colour)
                .count();
    }
}
