package org.meanfield.corrupt.effect;

import java.util.ArrayDeque;
import java.util.Deque;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;

/**
 * Canny's edge detector (1986) as scikit-image's {@code feature.canny}: a Gaussian blur that ignores what is outside, Sobel
 * gradients, magnitudes that are largest along their gradient, and of those above {@value #LOW} the ones connected to one above
 * {@value #HIGH}.
 */
public final class Canny {
    private static final double LOW = 0.1;
    private static final double HIGH = 0.2;
    private static final double REACH = 4;

    private final int width;
    private final int height;
    private final double[] across;
    private final double[] down;
    private final double[] magnitude;

    private Canny(double[] smooth, int width, int height) {
        this.width = width;
        this.height = height;
        this.across = new double[smooth.length];
        this.down = new double[smooth.length];
        this.magnitude = new double[smooth.length];
        for (int i = 0; i < smooth.length; i++) {
            int y = i / width;
            int x = i % width;
            for (int k = -1; k <= 1; k++) {
                int weight = 2 - k * k;
                across[i] += weight * (at(smooth, y + k, x + 1) - at(smooth, y + k, x - 1));
                down[i] += weight * (at(smooth, y + 1, x + k) - at(smooth, y - 1, x + k));
            }
            magnitude[i] = Math.sqrt(across[i] * across[i] + down[i] * down[i]);
        }
    }

    /**
     * Returns the edges of {@code image}, 1 on 0 in every channel; the outermost pixels are none.
     *
     * @param sigma the standard deviation of the blur in pixels, positive
     */
    public static Image edges(Image image, double sigma) {
        int width = image.shape().width();
        int height = image.shape().height();
        int plane = image.plane();
        float[] luma = Colour.grey(image).pixels();
        double[] values = new double[plane];
        double[] ones = new double[plane];
        for (int i = 0; i < plane; i++) {
            values[i] = luma[i];
            ones[i] = 1;
        }
        double[] smooth = blurred(blurred(values, width, height, sigma), height, width, sigma);
        double[] inside = blurred(blurred(ones, width, height, sigma), height, width, sigma);
        for (int i = 0; i < plane; i++) {
            smooth[i] /= inside[i] + Math.ulp(1.0);
        }
        boolean[] edges = new Canny(smooth, width, height).connected();
        Image drawn = new Image(image.shape());
        for (int i = 0; i < drawn.pixels().length; i++) {
            drawn.pixels()[i] = edges[i % plane] ? 1 : 0;
        }
        return drawn;
    }

    /** Blurs rows of {@code width} values, with zeros outside, and returns them transposed. */
    private static double[] blurred(double[] values, int width, int height, double sigma) {
        int radius = (int) (REACH * sigma + 0.5);
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            double distance = (k - radius) / sigma;
            weights[k] = StrictMath.exp(-distance * distance / 2);
            sum += weights[k];
        }
        double[] blurred = new double[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double value = 0;
                for (int from = Math.max(0, x - radius); from <= Math.min(width - 1, x + radius); from++) {
                    value += weights[from - x + radius] * values[y * width + from];
                }
                blurred[x * height + y] = value / sum;
            }
        }
        return blurred;
    }

    private double at(double[] smooth, int y, int x) {
        return smooth[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
    }

    /** Returns whether the magnitude at {@code i}, not an outermost pixel, is at least those along its gradient. */
    private boolean isLargest(int i) {
        double steepX = Math.abs(across[i]);
        double steepY = Math.abs(down[i]);
        boolean isVertical = steepY > steepX;
        boolean isFalling = down[i] >= 0 == across[i] >= 0 || down[i] == 0 || across[i] == 0;
        if (!isFalling) {
            isVertical = steepY >= steepX;
        }
        int straight = isVertical ? (isFalling ? width : -width) : 1;
        int diagonal = isFalling ? width + 1 : -width + 1;
        double share = isVertical ? steepX / steepY : steepY / steepX;
        return between(i + straight, i + diagonal, share) <= magnitude[i]
                && between(i - straight, i - diagonal, share) <= magnitude[i];
    }

    private double between(int straight, int diagonal, double share) {
        return magnitude[diagonal] * share + magnitude[straight] * (1 - share);
    }

    private boolean[] connected() {
        boolean[] candidates = new boolean[magnitude.length];
        boolean[] edges = new boolean[magnitude.length];
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int i = y * width + x;
                candidates[i] = magnitude[i] >= LOW && isLargest(i);
                if (candidates[i] && magnitude[i] >= HIGH) {
                    edges[i] = true;
                    waiting.add(i);
                }
            }
        }
        while (!waiting.isEmpty()) {
            int i = waiting.remove();
            for (int k = 0; k < 9; k++) {
                int next = i + (k / 3 - 1) * width + k % 3 - 1; // inside: the outermost pixels are no candidates
                if (candidates[next] && !edges[next]) {
                    edges[next] = true;
                    waiting.add(next);
                }
            }
        }
        return edges;
    }
}
