package org.meanfield.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.image.JpegFile;
import org.meanfield.image.PictureFile;
import org.meanfield.image.PictureRows;
import org.meanfield.image.PngFile;
import org.meanfield.image.Resize;
import org.meanfield.image.UnsupportedPictureException;
import org.meanfield.storage.Storage;

/**
 * A reader of PNG and JPEG files as pictures of one size: the stored levels, without colour profiles, orientation or
 * transparency. Grey becomes colour with three equal channels; colour becomes grey by the luma of ITU-R 601, in Pillow's
 * whole numbers.
 *
 * @param shape of the pictures
 * @param maxSide the most pixels that a file may have in a row or column
 * @param maxPixels the most pixels that a file may have
 */
public record PictureReader(ImageShape shape, int maxSide, int maxPixels) implements Serializable {
    /** The kinds of file, for messages. */
    public static final String KINDS = "PNG or JPEG";

    /** The longest file: uncompressed pixels of four levels of 16 bits, and space for other contents. */
    private static final long BYTES_PER_PIXEL = 8;

    private static final int EXTRA_BYTES = 64 << 20;

    /** The memory for all pictures decoded at the same time in this JVM, in KiB: a quarter of the heap. */
    private static final int MEMORY =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4 / 1024);

    private static final Semaphore FREE = new Semaphore(MEMORY, true);

    /** Returns a reader with the limits that {@link ImageFolder} has by default. */
    public static PictureReader of(ImageShape shape) {
        return new PictureReader(shape, ImageFolder.MAX_FILE_SIDE, ImageFolder.MAX_FILE_PIXELS);
    }

    /** Returns whether a file's name is that of a picture. */
    public static boolean isPictureName(String name) {
        return ClassFolder.isPicture(name);
    }

    /** Returns whether a file begins as a picture does. */
    public static boolean isPicture(byte[] bytes) {
        return JpegFile.isOne(bytes) || PngFile.isOne(bytes);
    }

    /**
     * Reads a file up to the length of the largest picture within the limits; the rest of a longer one is not read.
     *
     * @throws java.io.UncheckedIOException if it can't be read
     */
    public byte[] bytes(String file) {
        return Storage.read(file, (int) Math.min(Integer.MAX_VALUE - 8, BYTES_PER_PIXEL * maxPixels + EXTRA_BYTES));
    }

    /** Reads a file and writes its picture, as the other method does. */
    String read(String file, byte[] target, int offset) {
        return read(file, bytes(file), target, offset);
    }

    /**
     * Writes a picture to {@code target} from {@code offset}, a plane for each channel.
     *
     * @param name the file's name in messages
     * @return the first damage that was tolerated; empty if there was none
     * @throws InvalidInputException if it is corrupt, too large or of another kind
     * @throws UncheckedIOException if this JVM has too little memory for it
     */
    public String read(String name, byte[] bytes, byte[] target, int offset) {
        try {
            PictureFile file = open(name, bytes);
            checkSize(name, file);
            PromisedSize.checkMemory(name, file.memory(), "decode", ", or lower data.max-pixels to refuse it");
            int memory = (int) Math.min(MEMORY, file.memory() / 1024 + 1);
            FREE.acquireUninterruptibly(memory);
            try {
                resize(file, target, offset);
            } finally {
                FREE.release(memory);
            }
            return file.mended();
        } catch (UnsupportedPictureException e) {
            throw new InvalidInputException("%s is %s".formatted(name, e.getMessage()), e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "%s is broken (%s) but must be a whole %s".formatted(name, Reason.line(e), KINDS), e);
        }
    }

    /** Reads the header of a file. */
    static PictureFile open(String name, byte[] bytes) throws IOException {
        if (JpegFile.isOne(bytes)) {
            return JpegFile.open(bytes);
        }
        Check.that(PngFile.isOne(bytes), name, "another kind of file", KINDS);
        return PngFile.open(bytes);
    }

    private void checkSize(String name, PictureFile file) {
        String size = String.format(Locale.ROOT, "%d×%d", file.height(), file.width());
        Check.that(
                Math.max(file.height(), file.width()) <= maxSide,
                name,
                size,
                "of at most %,d pixels a side (data.max-side)".formatted(maxSide));
        Check.that(
                (long) file.height() * file.width() <= maxPixels,
                name,
                size,
                "of at most %,d pixels (data.max-pixels)".formatted(maxPixels));
    }

    private void resize(PictureFile file, byte[] target, int offset) throws IOException {
        PictureRows rows = file.rows();
        int plane = shape.height() * shape.width();
        Resize resize = new Resize(file.height(), file.width(), shape.height(), shape.width());
        byte[][] row = new byte[rows.channels()][file.width()];
        int distinct = Math.min(rows.channels(), shape.channels());
        Resize.Plane[] planes = new Resize.Plane[distinct];
        for (int channel = 0; channel < distinct; channel++) {
            planes[channel] = resize.plane();
        }
        for (int y = 0; y < file.height(); y++) {
            rows.next(row);
            if (distinct < row.length) {
                mixGrey(row);
            }
            for (int channel = 0; channel < distinct; channel++) {
                planes[channel].add(row[channel]);
            }
        }
        for (int channel = 0; channel < shape.channels(); channel++) {
            planes[Math.min(channel, distinct - 1)].write(target, offset + channel * plane);
        }
    }

    private static void mixGrey(byte[][] row) {
        for (int x = 0; x < row[0].length; x++) {
            row[0][x] = luma(row[0][x] & 0xff, row[1][x] & 0xff, row[2][x] & 0xff);
        }
    }

    private static byte luma(int red, int green, int blue) {
        return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >>> 16);
    }
}
