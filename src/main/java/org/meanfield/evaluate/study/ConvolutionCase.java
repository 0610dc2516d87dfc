package org.meanfield.evaluate.study;

import java.io.Serializable;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * A convolution of square images with square kernels, without biases. Images are [channels, height, width]; kernels are [out, in, side, side], also those of
 * transposed convolutions.
 *
 * @param size height and width of the image
 * @param in channels of the image
 * @param out channels of the output
 * @param kernel height and width of the kernel
 * @param stride of the kernel; of a transposed convolution that of the output
 * @param padding zeros at each side; of a transposed convolution the rows and columns cut off
 * @param transposed whether it is a transposed convolution
 */
public record ConvolutionCase(
        int size,
        @Default("1") int in,
        @Default("1") int out,
        int kernel,
        @Default("1") int stride,
        @Default("0") int padding,
        @Default("false") boolean transposed)
        implements Serializable {
    private static final int MOST = 64;
    private static final int MOST_VALUES = 4096;

    /** Checks the settings. */
    public ConvolutionCase {
        check("size", size);
        check("in", in);
        check("out", out);
        check("kernel", kernel);
        check("stride", stride);
        Check.that(padding >= 0 && padding < kernel, "padding", padding, "in 0 … kernel − 1");
        int side = outputSide(size, kernel, stride, padding, transposed);
        Check.that(side >= 1, "size", size, "so large that there is an output");
        Check.that(
                (long) in * size * size <= MOST_VALUES && (long) out * side * side <= MOST_VALUES,
                "size",
                size,
                "so small that input and output have at most " + MOST_VALUES + " values");
    }

    /** Returns height and width of the output. */
    int outputSide() {
        return outputSide(size, kernel, stride, padding, transposed);
    }

    int inputSize() {
        return in * size * size;
    }

    int outputSize() {
        return out * outputSide() * outputSide();
    }

    int kernelSize() {
        return out * in * kernel * kernel;
    }

    /** Returns the number of a kernel's weight. */
    int weight(int to, int from, int y, int x) {
        return ((to * in + from) * kernel + y) * kernel + x;
    }

    /** Returns A with output = A · image. */
    RealMatrix matrix(double[] weights) {
        RealMatrix matrix = new Array2DRowRealMatrix(outputSize(), inputSize());
        // The side over which the kernel is moved: the output of a convolution, the input of a transposed one.
        int places = transposed ? size : outputSide();
        int other = transposed ? outputSide() : size;
        for (int to = 0; to < out; to++) {
            for (int from = 0; from < in; from++) {
                for (int place = 0; place < places * places; place++) {
                    for (int tap = 0; tap < kernel * kernel; tap++) {
                        int y = place / places * stride - padding + tap / kernel;
                        int x = place % places * stride - padding + tap % kernel;
                        if (y >= 0 && y < other && x >= 0 && x < other) {
                            double weight = weights[weight(to, from, tap / kernel, tap % kernel)];
                            int covered = y * other + x;
                            int row = to * outputSide() * outputSide() + (transposed ? covered : place);
                            int column = from * size * size + (transposed ? place : covered);
                            matrix.addToEntry(row, column, weight);
                        }
                    }
                }
            }
        }
        return matrix;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%d×%d×%d to %d×%d×%d, kernel %d, stride %d, padding %d",
                transposed ? "transposed " : "",
                in,
                size,
                size,
                out,
                outputSide(),
                outputSide(),
                kernel,
                stride,
                padding);
    }

    private static int outputSide(int size, int kernel, int stride, int padding, boolean transposed) {
        return transposed
                ? (size - 1) * stride + kernel - 2 * padding
                : Math.floorDiv(size + 2 * padding - kernel, stride) + 1;
    }

    private static void check(String key, int value) {
        Check.that(value >= 1 && value <= MOST, key, value, "in 1 … " + MOST);
    }
}
