package org.meanfield.image;

import java.util.Arrays;

/** A component of a JPEG picture, for instance its luma: blocks of coefficients or levels, at its own width and height. */
final class JpegComponent {
    private static final int SIDE = JpegBlocks.SIDE;
    private static final int AREA = JpegBlocks.AREA;

    private final int id;
    private final int across;
    private final int down;
    private final int table;

    private int width;
    private int height;
    private int blocksWide;
    private byte[] levels = {};
    private short[] coefficients = {};
    private int[] steps = {};

    /**
     * Creates a component.
     *
     * @param across the number of its levels in a row for {@code maxAcross} pixels
     * @param down the same in a column
     * @param table the number of its quantization table
     */
    JpegComponent(int id, int across, int down, int table) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.table = table;
    }

    int id() {
        return id;
    }

    int across() {
        return across;
    }

    int down() {
        return down;
    }

    int table() {
        return table;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int blocksWide() {
        return blocksWide;
    }

    /** Returns the number of bytes for so many units of {@code across} × {@code down} blocks. */
    long memory(int unitsWide, int unitsHigh, boolean progressive) {
        long area = (long) unitsWide * across * unitsHigh * down * AREA;
        return progressive ? (1 + Short.BYTES) * area : area;
    }

    /** Allocates the coefficients or levels; parts without data stay grey. */
    void allocate(int ownWidth, int ownHeight, int unitsWide, int unitsHigh, boolean progressive) {
        width = ownWidth;
        height = ownHeight;
        blocksWide = unitsWide * across;
        int area = Math.multiplyExact(blocksWide * AREA, unitsHigh * down);
        levels = new byte[area];
        Arrays.fill(levels, (byte) JpegBlocks.MIDDLE);
        if (progressive) {
            coefficients = new short[area];
        }
    }

    /** Sets the quantization table, from the first scan on. */
    void quantize(int[] table) {
        if (steps.length == 0) {
            steps = table;
        }
    }

    /** Returns whether a scan has contained it. */
    boolean isSeen() {
        return steps.length > 0;
    }

    short[] coefficients() {
        return coefficients;
    }

    /** Computes the levels of a block from {@code block}, its coefficients, which are overwritten. */
    void put(int row, int column, int[] block) {
        int stride = blocksWide * SIDE;
        int start = row * SIDE * stride + column * SIDE;
        int others = 0;
        for (int i = 1; i < AREA; i++) {
            others |= block[i];
            block[i] *= steps[i];
        }
        block[0] *= steps[0];
        if (others == 0) { // the same result, faster
            byte level = (byte) JpegColours.level(((block[0] + SIDE / 2) >> 3) + JpegBlocks.MIDDLE);
            for (int y = 0; y < SIDE; y++) {
                Arrays.fill(levels, start + y * stride, start + y * stride + SIDE, level);
            }
            return;
        }
        JpegBlocks.inverse(block);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                levels[start + y * stride + x] = (byte) JpegColours.level(block[y * SIDE + x] + JpegBlocks.MIDDLE);
            }
        }
    }

    /** Computes the levels from all coefficients, which are released. */
    void finish() {
        int[] block = new int[AREA];
        for (int start = 0; start < coefficients.length && isSeen(); start += AREA) {
            for (int i = 0; i < AREA; i++) {
                block[i] = coefficients[start + i];
            }
            put(start / AREA / blocksWide, start / AREA % blocksWide, block);
        }
        coefficients = new short[0];
    }

    /** Writes a row of levels, {@code factor} times each, to {@code target}, or adds them there. */
    void row(int y, int factor, boolean adds, int[] target) {
        int start = y * blocksWide * SIDE;
        for (int x = 0; x < width; x++) {
            int level = factor * (levels[start + x] & 0xff);
            target[x] = adds ? target[x] + level : level;
        }
    }
}
