package org.meanfield.testing;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;

/**
 * Files in the form of SVHN's cropped digits, of any size: coloured seven-segment digits on a gradient, with so much noise
 * that they compress as badly as photographs (to about 0.81 of their size, as the official extra file does).
 *
 * <p>It knows nothing but the JDK, so that {@code java SvhnFiles.java FILE IMAGES [SEED]} runs as it is.
 */
public final class SvhnFiles {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int SIZE = 3 * PLANE;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int UINT8 = 2;

    /** Which segments (top, upper left, upper right, middle, lower left, lower right, bottom) a digit lights. */
    private static final int[] SEGMENTS = {
        0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111, 0b1111011
    };

    private SvhnFiles() {}

    /** Writes a file: its path, the number of images and, if given, the seed. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Integer.parseInt(args[1]), args.length > 2 ? Long.parseLong(args[2]) : 1);
    }

    /** Writes a file of {@code images} images, the same for the same seed, in memory that does not grow with them. */
    public static void write(Path file, int images, long seed) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer header = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
            header.put("MATLAB 5.0 MAT-file, made by a test".getBytes(StandardCharsets.US_ASCII));
            header.putShort(124, (short) 0x0100).putShort(126, (short) ('M' << 8 | 'I'));
            out.write(header.array());
            compressed(
                    out,
                    element -> matrix(element, "X", new int[] {SIDE, SIDE, 3, images}, values -> {
                        byte[] image = new byte[SIZE];
                        for (int i = 0; i < images; i++) {
                            draw(image, label(seed, i), mix(seed * 0x5851f42d4c957f2dL + i));
                            values.write(image);
                        }
                    }));
            compressed(
                    out,
                    element -> matrix(element, "y", new int[] {images, 1}, values -> {
                        for (int i = 0; i < images; i++) {
                            int label = label(seed, i);
                            values.write(label == 0 ? 10 : label);
                        }
                    }));
        }
    }

    /** Returns the class of an image. */
    public static int label(long seed, int image) {
        return (int) Long.remainderUnsigned(mix(seed + 31L * image), 10);
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a compressed element; its length is put before it once it is known. */
    private static void compressed(RandomAccessFile file, Content content) throws IOException {
        long start = file.getFilePointer();
        file.write(new byte[8]);
        try (OutputStream out =
                new BufferedOutputStream(
                        new DeflaterOutputStream(Channels.newOutputStream(file.getChannel()), true), 1 << 16) {
                    @Override
                    public void close() throws IOException {
                        flush();
                        ((DeflaterOutputStream) out).finish();
                    }
                }) {
            content.writeTo(out);
        }
        long end = file.getFilePointer();
        file.seek(start);
        file.write(tag(COMPRESSED, end - start - 8));
        file.seek(end);
    }

    private static void matrix(OutputStream out, String name, int[] dimensions, Content values) throws IOException {
        long count = 1;
        for (int dimension : dimensions) {
            count *= dimension;
        }
        int rank = dimensions.length;
        int padding = (int) (-count & 7);
        ByteBuffer head =
                ByteBuffer.allocate(16 + 8 + (4 * rank + 7) / 8 * 8 + 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(6).putInt(8).putInt(9).putInt(0);
        head.putInt(5).putInt(4 * rank);
        for (int dimension : dimensions) {
            head.putInt(dimension);
        }
        head.position((head.position() + 7) / 8 * 8);
        head.putShort((short) 1).putShort((short) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
        head.position(head.capacity() - 8);
        head.put(tag(UINT8, count));
        DataOutputStream data = new DataOutputStream(out);
        data.write(tag(MATRIX, head.capacity() + count + padding));
        data.write(head.array());
        values.writeTo(data);
        data.write(new byte[padding]);
    }

    private static byte[] tag(int type, long bytes) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt((int) bytes)
                .array();
    }

    /** Draws a digit into an image in column-major order: the rows of a column are neighbours. */
    private static void draw(byte[] image, int digit, long seed) {
        long random = seed;
        int left = 8 + (int) (seed & 3);
        int top = 5 + (int) (seed >>> 2 & 3);
        for (int channel = 0; channel < 3; channel++) {
            int ground = 60 + (int) ((seed >>> (8 + 8 * channel)) & 63);
            int ink = 130 + (int) ((seed >>> (32 + 8 * channel)) & 63);
            for (int x = 0; x < SIDE; x++) {
                for (int y = 0; y < SIDE; y++) {
                    random ^= random << 13;
                    random ^= random >>> 7;
                    random ^= random << 17;
                    int noise = (int) (random & 7) + (int) (random >>> 6 & 15) - 11;
                    int level = (lit(digit, x - left, y - top) ? ink : ground) + x / 2 + noise;
                    image[channel * PLANE + x * SIDE + y] = (byte) Math.max(0, Math.min(255, level));
                }
            }
        }
    }

    /** Returns whether a point of a 12×22 field belongs to a digit's segments, which are 4 wide. */
    private static boolean lit(int digit, int x, int y) {
        if (x < 0 || y < 0 || x >= 12 || y >= 22) {
            return false;
        }
        int segments = SEGMENTS[digit];
        boolean upper = y < 11;
        boolean across = (y < 4 && (segments & (1 << 6)) != 0)
                || (y >= 9 && y < 13 && (segments & (1 << 3)) != 0)
                || (y >= 18 && (segments & 1) != 0);
        boolean down = (x < 4 && (segments & (1 << (upper ? 5 : 2))) != 0)
                || (x >= 8 && (segments & (1 << (upper ? 4 : 1))) != 0);
        return across || down;
    }

    private static long mix(long value) {
        long z = (value + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 30) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
