package org.meanfield.engine;

import java.util.Locale;
import org.meanfield.train.Arithmetic;

/**
 * A product and a convolution small enough to be done here in double precision. The factors are small whole numbers, which
 * every precision of a GPU holds exactly.
 */
final class SmallSums {
    private static final int SIZE = 40;
    private static final int[] IMAGES = {3, 5, 12, 11};
    private static final int[] KERNELS = {7, 5, 3, 3};

    private SmallSums() {}

    /**
     * Compares a device's results with the processor's.
     *
     * @throws IllegalStateException if they differ
     */
    static void check(Arithmetic device) {
        float[] left = numbers(SIZE * SIZE, 7);
        float[] right = numbers(SIZE * SIZE, 5);
        compare("a product", product(left, right), device.product(left, right, SIZE), device.tolerance());
        float[] images = numbers(IMAGES[0] * IMAGES[1] * IMAGES[2] * IMAGES[3], 7);
        float[] kernels = numbers(KERNELS[0] * KERNELS[1] * KERNELS[2] * KERNELS[3], 5);
        compare(
                "a convolution",
                convolution(images, kernels),
                device.convolution(images, IMAGES, kernels, KERNELS),
                device.tolerance());
    }

    /** Whole numbers of -{@code most} / 2 … {@code most} / 2, without a pattern of rows or columns. */
    private static float[] numbers(int count, int most) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.floorMod(i * 31 + i / 13 * 17, most) - most / 2;
        }
        return numbers;
    }

    private static double[] product(float[] left, float[] right) {
        double[] product = new double[SIZE * SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    product[i * SIZE + j] += (double) left[i * SIZE + k] * right[k * SIZE + j];
                }
            }
        }
        return product;
    }

    private static double[] convolution(float[] images, float[] kernels) {
        int height = IMAGES[2] - KERNELS[2] + 1;
        int width = IMAGES[3] - KERNELS[3] + 1;
        double[] result = new double[IMAGES[0] * KERNELS[0] * height * width];
        for (int at = 0; at < result.length; at++) {
            int column = at % width;
            int row = at / width % height;
            int kernel = at / (width * height) % KERNELS[0];
            int image = at / (width * height * KERNELS[0]);
            for (int weight = 0; weight < KERNELS[1] * KERNELS[2] * KERNELS[3]; weight++) {
                int dx = weight % KERNELS[3];
                int dy = weight / KERNELS[3] % KERNELS[2];
                int channel = weight / (KERNELS[3] * KERNELS[2]);
                int pixel = ((image * IMAGES[1] + channel) * IMAGES[2] + row + dy) * IMAGES[3] + column + dx;
                result[at] += (double) images[pixel] * kernels[kernel * KERNELS[1] * KERNELS[2] * KERNELS[3] + weight];
            }
        }
        return result;
    }

    private static void compare(String what, double[] expected, float[] actual, double tolerance) {
        double largest = 0;
        double off = expected.length == actual.length ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double difference = Math.abs(expected[i] - actual[i]);
            off = Double.isNaN(difference) ? difference : Math.max(off, difference);
        }
        if (!(off <= tolerance * largest)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "its GPU computes wrongly: %s differs from the processor's by %.3g, where the largest number is %.0f",
                    what,
                    off,
                    largest));
        }
    }
}
