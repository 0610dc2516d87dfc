package org.meanfield.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Resize;

/**
 * A PNG or JPEG file as its pixels: the levels that are stored, without colour profiles, orientation or transparency. Grey
 * becomes colour with three equal channels; colour becomes grey by the luma of ITU-R 601, in Pillow's whole numbers.
 *
 * @param height of the picture
 * @param width of the picture
 * @param planes a plane of unsigned bytes for each channel, row after row
 */
record Picture(int height, int width, byte[][] planes) {
    static final String KINDS = "PNG or JPEG";

    /** A picture of this size takes 300 MB while it is read. */
    private static final int MAX_PIXELS = 50_000_000;

    private static final int LEVELS = 255;

    /** What Java's reader says of a file that ends early or is damaged, and whose rest it makes up. */
    private static final String MADE_UP = "(?i)(corrupt jpeg data|premature end|truncated file).*";

    /**
     * Reads the picture in {@code bytes}.
     *
     * @param name what messages call it
     * @param channels 1 or 3
     * @throws InvalidInputException if it is broken or something else
     */
    static Picture read(String name, byte[] bytes, int channels) {
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(name, in);
            try {
                reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                int height = reader.getHeight(0);
                int width = reader.getWidth(0);
                Check.that(
                        (long) height * width <= MAX_PIXELS,
                        name,
                        "%d×%d".formatted(height, width),
                        "of at most %,d pixels".formatted(MAX_PIXELS));
                checkColours(name, reader.getImageTypes(0));
                BufferedImage image = reader.read(0);
                warnings.stream()
                        .filter(warning -> warning.matches(MADE_UP))
                        .findFirst()
                        .ifPresent(warning -> {
                            throw broken(name, new IOException(warning));
                        });
                return new Picture(height, width, planes(image, channels));
            } finally {
                reader.dispose();
            }
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException
                | RuntimeException e) { // of the readers, which have many kinds for what they can't make sense of
            throw broken(name, e);
        }
    }

    /** Writes the picture in the size of {@code shape} to {@code target} from {@code offset}. */
    void resize(ImageShape shape, byte[] target, int offset) {
        Resize resize = new Resize(height, width, shape.height(), shape.width());
        for (int channel = 0; channel < planes.length; channel++) {
            resize.apply(planes[channel], target, offset + channel * shape.height() * shape.width());
        }
    }

    /** Refuses CMYK and YCCK, which printers take: some versions of Java have no type for them, others one of four channels. */
    private static void checkColours(String name, Iterator<ImageTypeSpecifier> types) {
        int space =
                types.hasNext() ? types.next().getColorModel().getColorSpace().getType() : ColorSpace.TYPE_CMYK;
        if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
            throw new InvalidInputException(name + " is of a colour space that is not read: save it as RGB or grey");
        }
    }

    private static ImageReader reader(String name, ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getFormatName().toLowerCase(Locale.ROOT).matches("png|jpeg")) {
                return reader;
            }
        }
        throw new InvalidInputException("%s is something else but must be %s".formatted(name, KINDS));
    }

    private static byte[][] planes(BufferedImage image, int channels) {
        int width = image.getWidth();
        byte[][] planes = new byte[channels][image.getHeight() * width];
        int[] row = new int[width];
        int[][] colours = new int[3][width];
        for (int y = 0; y < image.getHeight(); y++) {
            readRow(image, y, row, colours);
            for (int x = 0; x < width; x++) {
                if (channels == 1) {
                    planes[0][y * width + x] = luma(colours[0][x], colours[1][x], colours[2][x]);
                } else {
                    for (int channel = 0; channel < channels; channel++) {
                        planes[channel][y * width + x] = (byte) colours[channel][x];
                    }
                }
            }
        }
        return planes;
    }

    /** Reads a row as red, green and blue in 0 … 255; {@code row} is scratch. */
    private static void readRow(BufferedImage image, int y, int[] row, int[][] colours) {
        ColorModel model = image.getColorModel();
        // Of a grey picture, Java would make other levels for the screen.
        if (model instanceof ComponentColorModel) {
            Raster raster = image.getRaster();
            boolean grey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
            for (int channel = 0; channel < colours.length; channel++) {
                int band = grey ? 0 : channel;
                int most = (1 << model.getComponentSize(band)) - 1;
                raster.getSamples(0, y, row.length, 1, band, row);
                for (int x = 0; x < row.length; x++) {
                    colours[channel][x] = (row[x] * LEVELS + most / 2) / most;
                }
            }
        } else {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                for (int channel = 0; channel < colours.length; channel++) {
                    colours[channel][x] = row[x] >>> (16 - 8 * channel) & 0xff;
                }
            }
        }
    }

    private static byte luma(int red, int green, int blue) {
        return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >>> 16);
    }

    private static InvalidInputException broken(String name, Exception e) {
        return new InvalidInputException(
                "%s is broken (%s) but must be a whole %s".formatted(name, Reason.line(e), KINDS), e);
    }
}
