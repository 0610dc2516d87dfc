package org.meanfield.image;

import java.io.IOException;
import java.util.Arrays;

/** The rows of a non-interlaced PNG file, or of each pass of an interlaced one. */
final class PngData implements PictureRows {
    private final PngStream stream;
    private final PngFormat format;
    private final byte[] palette;
    private byte[] row;
    private byte[] above;
    private final byte[] filter = new byte[1];
    private int left;

    /**
     * Creates the rows.
     *
     * @param palette red, green and blue of each index
     */
    PngData(PngStream stream, PngFormat format, byte[] palette) {
        this.stream = stream;
        this.format = format;
        this.palette = palette;
        this.row = new byte[format.rowBytes(format.width())];
        this.above = new byte[row.length];
        this.left = format.height();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public void next(byte[][] into) throws IOException {
        read(format.width());
        for (int channel = 0; channel < into.length; channel++) {
            for (int x = 0; x < format.width(); x++) {
                into[channel][x] = level(x, channel);
            }
        }
        left--;
        if (left == 0) {
            close();
        }
    }

    void close() throws IOException {
        stream.close();
    }

    /** Starts a pass. */
    void begin() {
        Arrays.fill(row, (byte) 0);
    }

    /** Returns a level of the last row. */
    byte level(int x, int channel) {
        int value = format.value(row, x, format.isIndexed() ? 0 : channel);
        if (!format.isIndexed()) {
            return (byte) value;
        }
        int at = 3 * value + channel;
        return at < palette.length ? palette[at] : 0;
    }

    /** Reads a row of {@code pixels}. */
    void read(int pixels) throws IOException {
        byte[] last = row;
        row = above;
        above = last;
        int length = format.rowBytes(pixels);
        stream.read(filter, 1);
        stream.read(row, length);
        int step = format.step();
        switch (filter[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = step; i < length; i++) {
                    row[i] += row[i - step];
                }
            }
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < length; i++) {
                    int before = i < step ? 0 : row[i - step] & 0xff;
                    row[i] += (byte) ((before + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> {
                for (int i = 0; i < length; i++) {
                    row[i] += i < step ? above[i] : paeth(row[i - step], above[i], above[i - step]);
                }
            }
            default -> throw new IOException("an unknown filter of a row");
        }
    }

    /** Returns the Paeth predictor: whichever of the three is nearest to {@code left} + {@code above} − {@code beyond}. */
    private static byte paeth(byte left, byte above, byte beyond) {
        int a = left & 0xff;
        int b = above & 0xff;
        int c = beyond & 0xff;
        int toLeft = Math.abs(b - c);
        int toAbove = Math.abs(a - c);
        int toBeyond = Math.abs(a + b - 2 * c);
        if (toLeft <= toAbove && toLeft <= toBeyond) {
            return left;
        }
        return toAbove <= toBeyond ? above : beyond;
    }
}
