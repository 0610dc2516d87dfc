package org.meanfield.image;

/**
 * A resizing of planes of grey levels by a triangle filter (bilinear interpolation), widened by the factor of a reduction so
 * that every pixel contributes (antialiasing). It is Pillow's {@code BILINEAR} and torchvision's bilinear with antialias,
 * rounded once at the end.
 */
public final class Resize {
    private final Filter across;
    private final Filter down;

    /** For each new pixel of a row, the first old one that contributes and the weights, whose sum is 1. */
    private record Filter(int size, int[] first, double[][] weights) {
        static Filter of(int from, int to) {
            double scale = (double) from / to;
            double reach = Math.max(scale, 1);
            int[] first = new int[to];
            double[][] weights = new double[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = (int) Math.max(centre - reach + 0.5, 0);
                int end = (int) Math.min(centre + reach + 0.5, from);
                weights[i] = new double[end - first[i]];
                double sum = 0;
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] = Math.max(0, 1 - Math.abs(first[i] + k - centre + 0.5) / reach);
                    sum += weights[i][k];
                }
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] /= sum;
                }
            }
            return new Filter(from, first, weights);
        }
    }

    /** Creates a resizing from {@code height}×{@code width} to {@code toHeight}×{@code toWidth}. */
    public Resize(int height, int width, int toHeight, int toWidth) {
        this.across = Filter.of(width, toWidth);
        this.down = Filter.of(height, toHeight);
    }

    /** Starts a plane. */
    public Plane plane() {
        return new Plane();
    }

    /** A plane in the new size, computed row by row from the old one; sums are in the order of the rows. */
    public final class Plane {
        private final int width = across.weights().length;
        private final double[][] sums = new double[down.weights().length][];
        private final float[] narrow = new float[width];
        private int rows;
        /** The first new row that is not yet complete. */
        private int begun;

        /** Adds the next row, of unsigned bytes. */
        public void add(byte[] row) {
            for (int x = 0; x < width; x++) {
                double[] weights = across.weights()[x];
                int from = across.first()[x];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (row[from + k] & 0xff);
                }
                narrow[x] = (float) sum;
            }
            while (begun < sums.length && end(begun) <= rows) {
                begun++;
            }
            for (int y = begun; y < sums.length && down.first()[y] <= rows; y++) {
                if (rows < end(y)) {
                    add(y, down.weights()[y][rows - down.first()[y]]);
                }
            }
            rows++;
        }

        private int end(int y) {
            return down.first()[y] + down.weights()[y].length;
        }

        private void add(int y, double weight) {
            if (sums[y] == null) {
                sums[y] = new double[width];
            }
            for (int x = 0; x < width; x++) {
                sums[y][x] += weight * narrow[x];
            }
        }

        /** Writes the plane, row after row, to {@code target} from {@code offset}, once all rows have been added. */
        public void write(byte[] target, int offset) {
            for (int y = 0; y < sums.length; y++) {
                for (int x = 0; x < width; x++) {
                    target[offset + y * width + x] = (byte) Math.round(sums[y][x]);
                }
            }
        }
    }
}
