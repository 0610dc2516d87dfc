package org.meanfield.image;

/**
 * The rows of a component at the size of the picture: where it is half as wide or high, each level is ¾ of the nearest one
 * and ¼ of the next one; in other ratios levels are repeated. The result is bit-identical to libjpeg-turbo's.
 */
final class JpegUpsampling {
    private static final int LEAST_FOR_TRIANGLE = 3;

    private final JpegComponent component;
    private final int across;
    private final int down;
    /** A row at the component's own width: 3 parts of the nearest and 1 of the next one, or the row itself. */
    private final int[] mixed;

    private final boolean mixesRows;
    private final boolean mixesColumns;

    /** Creates the upsampling of a component with one level for {@code across} × {@code down} pixels. */
    JpegUpsampling(JpegComponent component, int across, int down) {
        this.component = component;
        this.across = across;
        this.down = down;
        this.mixed = new int[component.width()];
        boolean wide = component.width() >= LEAST_FOR_TRIANGLE;
        this.mixesColumns = across == 2 && down <= 2 && wide;
        this.mixesRows = down == 2 && (across == 1 || mixesColumns);
    }

    /** Writes a row of the picture to {@code row} from {@code offset}. */
    void read(int y, int[] row, int offset, int width) {
        int near = y / down;
        component.row(near, mixesRows ? 3 : 1, false, mixed);
        if (mixesRows) {
            int next = Math.min(component.height() - 1, Math.max(0, near + (y % down == 0 ? -1 : 1)));
            component.row(next, 1, true, mixed);
        }
        if (!mixesColumns) {
            int rounding = mixesRows ? 1 + y % 2 : 0;
            int places = mixesRows ? 2 : 0;
            for (int x = 0; x < width; x++) {
                row[offset + x] = (mixed[x / across] + rounding) >> places;
            }
            return;
        }
        int places = mixesRows ? 4 : 2;
        int first = mixesRows ? 8 : 1;
        int second = mixesRows ? 7 : 2;
        int last = mixed.length - 1;
        for (int column = 0, x = offset; column <= last; column++, x += 2) {
            int own = 3 * mixed[column];
            row[x] = (own + mixed[Math.max(0, column - 1)] + first) >> places;
            if (x + 1 < offset + width) {
                row[x + 1] = (own + mixed[Math.min(last, column + 1)] + second) >> places;
            }
        }
    }
}
