package org.meanfield.image;

/**
 * Another size for a plane of grey levels: the weighted mean of the pixels around each new one, by a triangle filter (which
 * is bilinear interpolation) that is as much wider as the picture gets smaller, so that every pixel counts. It is what Pillow
 * calls {@code BILINEAR} and torchvision bilinear with antialias, rounded once at the end.
 */
public final class Resize {
    private final Filter across;
    private final Filter down;

    /** For each new pixel of a row, the first of the old ones that count and their weights, whose sum is 1. */
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

    /** Creates one that makes planes of {@code height}×{@code width} into ones of {@code toHeight}×{@code toWidth}. */
    public Resize(int height, int width, int toHeight, int toWidth) {
        this.across = Filter.of(width, toWidth);
        this.down = Filter.of(height, toHeight);
    }

    /** Writes the unsigned bytes of {@code plane}, row after row, in the new size to {@code target} from {@code offset}. */
    public void apply(byte[] plane, byte[] target, int offset) {
        int width = across.weights().length;
        float[] narrow = new float[down.size() * width];
        for (int y = 0; y < down.size(); y++) {
            for (int x = 0; x < width; x++) {
                double[] weights = across.weights()[x];
                int from = y * across.size() + across.first()[x];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (plane[from + k] & 0xff);
                }
                narrow[y * width + x] = (float) sum;
            }
        }
        for (int y = 0; y < down.weights().length; y++) {
            double[] weights = down.weights()[y];
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * narrow[(down.first()[y] + k) * width + x];
                }
                target[offset + y * width + x] = (byte) Math.round(sum);
            }
        }
    }
}
