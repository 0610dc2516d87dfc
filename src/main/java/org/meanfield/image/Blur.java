package org.meanfield.image;

/** A separable Gaussian blur: along the rows, then along the columns. */
public final class Blur {
    /** The default radius of SciPy's {@code gaussian_filter} in deviations: the rest is a thousandth of a level. */
    private static final double REACH = 4;

    /** The weights of Pillow's filter {@code SMOOTH}: one of 5 and eight of 1. */
    private static final float SMOOTH = 13;

    private Blur() {}

    /**
     * Returns {@code image} blurred.
     *
     * @param sigma the standard deviation in pixels, positive; the kernel ends at ⌊4 σ + ½⌋ pixels and its sum is 1
     */
    public static Image gaussian(Image image, double sigma, Border border) {
        float[] kernel = kernel(sigma);
        return columns(rows(image, kernel, border), kernel, border);
    }

    /**
     * Returns {@code factor} · x + (1 − {@code factor}) · smooth, clipped to [0, 1], as Pillow's {@code Sharpness}: smooth is the mean of a
     * pixel with weight 5 and its eight neighbours with weight 1; pixels at the edge are x.
     */
    public static Image sharpness(Image image, double factor) {
        Image changed = image.copy();
        int width = image.shape().width();
        int height = image.shape().height();
        float[] x = image.pixels();
        for (int start = 0; start < x.length; start += image.plane()) {
            for (int row = 1; row < height - 1; row++) {
                for (int i = start + row * width + 1; i < start + (row + 1) * width - 1; i++) {
                    float smooth = (around(x, i - width) + around(x, i) + around(x, i + width) + 4 * x[i]) / SMOOTH;
                    changed.pixels()[i] = Image.clip((float) (smooth + factor * (x[i] - smooth)));
                }
            }
        }
        return changed;
    }

    private static float around(float[] x, int i) {
        return x[i - 1] + x[i] + x[i + 1];
    }

    private static float[] kernel(double sigma) {
        double[] weights = gaussianWeights((int) (REACH * sigma + 0.5), sigma);
        float[] kernel = new float[weights.length];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) weights[i];
        }
        return kernel;
    }

    /** Returns a Gaussian at −{@code radius} … {@code radius}, whose sum is 1. */
    static double[] gaussianWeights(int radius, double sigma) {
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = (i - radius) / sigma;
            weights[i] = StrictMath.exp(-distance * distance / 2);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static Image rows(Image image, float[] kernel, Border border) {
        int width = image.shape().width();
        int radius = kernel.length / 2;
        Image blurred = new Image(image.shape());
        float[] padded = new float[width + 2 * radius];
        for (int start = 0; start < blurred.pixels().length; start += width) {
            System.arraycopy(image.pixels(), start, padded, radius, width);
            for (int i = 0; i < radius && border == Border.REPLICATE; i++) {
                padded[i] = padded[radius];
                padded[radius + width + i] = padded[radius + width - 1];
            }
            for (int k = 0; k < kernel.length; k++) {
                add(padded, k, kernel[k], blurred.pixels(), start, width);
            }
        }
        return blurred;
    }

    private static Image columns(Image image, float[] kernel, Border border) {
        int width = image.shape().width();
        int height = image.shape().height();
        int radius = kernel.length / 2;
        Image blurred = new Image(image.shape());
        float[] pixels = blurred.pixels();
        for (int row = 0; row < pixels.length / width; row++) {
            int first = row / height * height;
            for (int k = 0; k < kernel.length; k++) {
                int wanted = row + k - radius;
                int nearest = Math.max(first, Math.min(first + height - 1, wanted));
                if (nearest == wanted || border == Border.REPLICATE) {
                    add(image.pixels(), nearest * width, kernel[k], pixels, row * width, width);
                }
            }
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Image.clip(pixels[i]);
        }
        return blurred;
    }

    static void add(float[] source, int from, float weight, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] += weight * source[from + i];
        }
    }
}
