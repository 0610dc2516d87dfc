package org.meanfield.image;

import java.io.IOException;

/** The rows of an interlaced PNG file, whose seven passes are decoded into memory first. */
final class PngPasses implements PictureRows {
    /** Of each pass the first row and column, and the steps down and across. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}
    };

    private final PngFormat format;
    private final byte[][] rows;
    private int y;

    PngPasses(PngData data, PngFormat format) throws IOException {
        this.format = format;
        int channels = format.channels();
        this.rows = new byte[format.height()][channels * format.width()];
        for (int[] pass : PASSES) {
            int wide = (format.width() - pass[1] + pass[3] - 1) / pass[3];
            data.begin();
            for (int to = pass[0]; to < format.height() && wide > 0; to += pass[2]) {
                data.read(wide);
                for (int x = 0; x < wide; x++) {
                    for (int channel = 0; channel < channels; channel++) {
                        rows[to][channel * format.width() + pass[1] + x * pass[3]] = data.level(x, channel);
                    }
                }
            }
        }
        data.close();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public void next(byte[][] row) {
        for (int channel = 0; channel < row.length; channel++) {
            System.arraycopy(rows[y], channel * format.width(), row[channel], 0, format.width());
        }
        y++;
    }
}
