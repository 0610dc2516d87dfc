package org.meanfield.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.Npy;
import org.meanfield.data.Labels;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.image.Resize;
import org.meanfield.report.SampleSheet;

/**
 * The cost of each corruption, in microseconds of processor time per image on one thread, the mean over its published severities; with a file
 * name as argument, a JPEG of them instead, and with a side in pixels after it one of each at its highest severity on the
 * same image enlarged to 32, 64, 96 and 224 pixels, all shown at that side.
 */
public final class Corruptions {
    /** Of the thread alone, so that others on the machine matter little. */
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final int IMAGES = 128;
    private static final int WARM_UP = 20;
    private static final int REPEATS = 11;
    private static final int GREY_SIDE = 28;
    private static final float QUALITY = 0.85f;
    private static final int[] SIDES = {32, 64, 96, 224};
    private static final Normalization NORMALIZATION =
            new Normalization(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f});

    private record Holder(Corruption corruption) {}

    private Corruptions() {}

    /** Prints a line for each corruption, or draws them. */
    public static void main(String[] args) throws IOException {
        LabelledImages digits = new SyntheticDigits(IMAGES, 0, 1, 1, "", 0, Labels.PUBLISHED).load(Split.TRAIN);
        List<Image> coloured =
                IntStream.range(0, IMAGES).mapToObj(digits::image).toList();
        List<Image> grey =
                coloured.stream().map(image -> grey(image, GREY_SIDE)).toList();
        if (args.length > 0) {
            Image clean = coloured.get(3);
            writeJpeg(
                    Path.of(args[0]),
                    SampleSheet.png(
                            args.length > 1
                                    ? sizes(clean, Integer.parseInt(args[1]))
                                    : rows(clean, grey(clean, digits.shape().width()))));
            return;
        }
        System.out.printf(
                "%-16s %9s %9s%n",
                "µs an image", grey.get(0).shape(), coloured.get(0).shape());
        for (Corruption corruption : all()) {
            System.out.printf(
                    "%-16s %9.1f %9.1f%n", name(corruption), micros(corruption, grey), micros(corruption, coloured));
        }
    }

    /** Noise makes a PNG three times as large, and one sees no difference. */
    private static void writeJpeg(Path file, byte[] png) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(QUALITY);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(ImageIO.read(new ByteArrayInputStream(png)), null, null), settings);
        } finally {
            writer.dispose();
        }
    }

    private static List<Corruption> all() {
        return Arrays.stream(Corruption.class.getPermittedSubclasses())
                .filter(member -> member != Npy.class)
                .map(member -> "corruption: {type: %s}".formatted(Names.of(Corruption.class, member)))
                .map(yaml -> RecordReader.read(yaml, "defaults", Holder.class, List.of())
                        .corruption())
                .toList();
    }

    private static String name(Corruption corruption) {
        return Names.of(Corruption.class, corruption.getClass());
    }

    /** Returns the luma of a centred square of that side. */
    private static Image grey(Image image, int side) {
        Image grey = new Image(new ImageShape(1, side, side));
        Image luma = Colour.grey(image);
        int width = image.shape().width();
        int margin = (width - side) / 2;
        for (int y = 0; y < side; y++) {
            System.arraycopy(luma.pixels(), (y + margin) * width + margin, grey.pixels(), y * side, side);
        }
        return grey;
    }

    private static double micros(Corruption corruption, List<Image> images) {
        SplittableRandom random = new SplittableRandom(1);
        double[] micros = new double[REPEATS];
        for (int i = -WARM_UP; i < REPEATS; i++) {
            long start = CLOCK.getCurrentThreadCpuTime();
            for (int severity = 1; severity <= corruption.severities(); severity++) {
                for (Image image : images) {
                    corruption.apply(image, severity, NORMALIZATION, random);
                }
            }
            if (i >= 0) {
                micros[i] = (CLOCK.getCurrentThreadCpuTime() - start) / 1e3 / (IMAGES * corruption.severities());
            }
        }
        Arrays.sort(micros);
        return micros[REPEATS / 2];
    }

    private static List<SampleSheet.Row> sizes(Image coloured, int shown) {
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (Corruption corruption : all()) {
            List<Image> images = new ArrayList<>();
            for (int side : SIDES) {
                Image large = resized(coloured, side);
                images.add(resized(
                        corruption.apply(large, corruption.severities(), NORMALIZATION, new SplittableRandom(side)),
                        shown));
            }
            rows.add(SampleSheet.Row.of(name(corruption), images));
        }
        return rows;
    }

    private static Image resized(Image image, int side) {
        ImageShape shape = image.shape();
        ImageShape resized = new ImageShape(shape.channels(), side, side);
        byte[] pixels = new byte[resized.size()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            Resize.Plane plane = new Resize(shape.height(), shape.width(), side, side).plane();
            for (int y = 0; y < shape.height(); y++) {
                byte[] row = new byte[shape.width()];
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) Math.round(255 * image.pixels()[channel * image.plane() + y * shape.width() + x]);
                }
                plane.add(row);
            }
            plane.write(pixels, channel * side * side);
        }
        return new LabelledImages(resized, pixels, new byte[1]).image(0);
    }

    /** Draws a row for each corruption: a colour and a grey image, each uncorrupted and at every severity. */
    private static List<SampleSheet.Row> rows(Image coloured, Image grey) {
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (Corruption corruption : all()) {
            List<Image> images = new ArrayList<>();
            for (Image image : List.of(coloured, grey)) {
                images.add(image);
                for (int severity = 1; severity <= corruption.severities(); severity++) {
                    images.add(corruption.apply(image, severity, NORMALIZATION, new SplittableRandom(severity)));
                }
            }
            rows.add(SampleSheet.Row.of(name(corruption), images));
        }
        return rows;
    }
}
