package org.meanfield.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG file (ISO/IEC 15948): its stored levels, without transparency, profiles and gamma. Only the chunks with pixels and the
 * palette are read, so that errors in others do not matter.
 */
public final class PngFile implements PictureFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER = chunk("IHDR");
    private static final int PALETTE = chunk("PLTE");
    private static final int DATA = chunk("IDAT");
    private static final int END = chunk("IEND");
    private static final int HEADER_LENGTH = 13;
    private static final int COLOURS = 3;
    private static final int PALETTE_KIND = 3;
    /** The largest compression ratio of Deflate. */
    private static final long MOST_DEFLATED = 1032;

    private final ByteBuffer file;
    private final PngFormat format;
    private final boolean interlaced;
    private byte[] palette = {};

    private PngFile(ByteBuffer file, PngFormat format, boolean interlaced) {
        this.file = file;
        this.format = format;
        this.interlaced = interlaced;
    }

    /** Returns whether a file has the signature of a PNG file. */
    public static boolean isOne(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** Reads the header. */
    public static PngFile open(byte[] bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes).position(SIGNATURE.length);
        check(file.remaining() >= 2 * Integer.BYTES + HEADER_LENGTH + Integer.BYTES, "it ends early");
        int length = file.getInt();
        int name = file.getInt();
        check(length == HEADER_LENGTH && name == HEADER, "it has no header");
        checkSum(file, HEADER_LENGTH);
        int width = file.getInt();
        int height = file.getInt();
        int depth = file.get();
        int kind = file.get();
        check(width > 0 && height > 0, "it has no size");
        check(isKind(kind, depth), "an unknown colour type or bit depth");
        check(file.getShort() == 0, "an unknown compression or filter method");
        int interlacing = file.get();
        check(interlacing == 0 || interlacing == 1, "an unknown interlace method");
        file.getInt();
        return new PngFile(file, new PngFormat(height, width, depth, kind), interlacing == 1);
    }

    private static boolean isKind(int kind, int depth) {
        return switch (kind) {
            case 0 -> Set.of(1, 2, 4, 8, 16).contains(depth);
            case PALETTE_KIND -> Set.of(1, 2, 4, 8).contains(depth);
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    @Override
    public int height() {
        return format.height();
    }

    @Override
    public int width() {
        return format.width();
    }

    @Override
    public long memory() throws IOException {
        check(
                (long) format.height() * format.rowBytes(format.width()) <= MOST_DEFLATED * file.remaining(),
                "it ends early");
        long rows = interlaced ? format.height() : 1;
        return rows * format.width() * format.channels() + 2L * format.rowBytes(format.width());
    }

    @Override
    public String mended() {
        return "";
    }

    @Override
    public PictureRows rows() throws IOException {
        int data = nextData();
        check(!format.isIndexed() || palette.length >= COLOURS, "its palette is missing");
        PngData rows = new PngData(new PngStream(file, data), format, palette);
        return interlaced ? new PngPasses(rows, format) : rows;
    }

    /** Skips to the first data and returns the length of their chunk. */
    private int nextData() throws IOException {
        while (true) {
            if (file.remaining() < 2 * Integer.BYTES) {
                throw new EOFException("it ends early");
            }
            int length = file.getInt();
            int name = file.getInt();
            if (name == DATA) {
                return length;
            }
            check(name != END, "it has no pixels");
            check(length >= 0 && length <= file.remaining() - Integer.BYTES, "it ends early");
            if (name == PALETTE) {
                checkSum(file, length);
                palette = new byte[length];
                file.get(file.position(), palette);
            }
            file.position(file.position() + length + Integer.BYTES);
        }
    }

    /** Checks the chunk whose name ends before the position, where its content begins. */
    private static void checkSum(ByteBuffer file, int length) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(file.slice(file.position() - Integer.BYTES, Integer.BYTES + length));
        check(file.getInt(file.position() + length) == (int) sum.getValue(), "a wrong checksum");
    }

    /** Returns the length of the next chunk, if it has more data, or −1; {@code file} is before the sum of the last one. */
    static int more(ByteBuffer file) {
        if (file.remaining() < 3 * Integer.BYTES || file.getInt(file.position() + 2 * Integer.BYTES) != DATA) {
            return -1;
        }
        file.getInt();
        int length = file.getInt();
        file.getInt();
        return length;
    }

    private static int chunk(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    static void check(boolean right, String wrong) throws IOException {
        if (!right) {
            throw new IOException(wrong);
        }
    }
}
