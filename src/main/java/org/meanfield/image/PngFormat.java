package org.meanfield.image;

/**
 * The pixel format of a PNG file.
 *
 * @param depth the bits of a level or palette index
 * @param kind 0 grey, 2 colour, 3 palette, 4 grey with transparency, 6 colour with transparency
 */
record PngFormat(int height, int width, int depth, int kind) {
    private static final int LEVELS = 255;

    boolean isIndexed() {
        return kind == 3;
    }

    /** Returns the number of channels of the picture, without transparency. */
    int channels() {
        return kind == 0 || kind == 4 ? 1 : 3;
    }

    /** Returns the number of levels that are stored for a pixel. */
    int stored() {
        return switch (kind) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    /** Returns the distance of the bytes of neighbouring pixels; 1 where a byte has several. */
    int step() {
        return Math.max(1, stored() * depth / Byte.SIZE);
    }

    /** Returns the number of bytes of a row of {@code pixels}. */
    int rowBytes(int pixels) {
        return Math.toIntExact(((long) pixels * stored() * depth + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** Returns the sample at a position in a row: a palette index, or a level in 0 … 255. */
    int value(byte[] row, int pixel, int channel) {
        int place = pixel * stored() + channel;
        if (depth == Byte.SIZE) {
            return row[place] & 0xff;
        }
        int most = (1 << depth) - 1;
        int value;
        if (depth == Short.SIZE) {
            if (kind != 0) {
                return row[2 * place] & 0xff; // as Pillow, which rounds only plain grey
            }
            value = (row[2 * place] & 0xff) << Byte.SIZE | (row[2 * place + 1] & 0xff);
        } else {
            int perByte = Byte.SIZE / depth;
            value = ((row[place / perByte] & 0xff) >> ((perByte - 1 - place % perByte) * depth)) & most;
        }
        return isIndexed() ? value : (value * LEVELS + most / 2) / most;
    }
}
