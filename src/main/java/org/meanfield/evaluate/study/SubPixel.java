package org.meanfield.evaluate.study;

/** A transposed convolution computed as a convolution with more channels, whose output is reordered (Shi et al. 2016). */
final class SubPixel {
    private SubPixel() {}

    /**
     * Computes the transposed convolution (o, i, k · r, k · r) of stride r without padding. Output pixel r · q + a is the sum over m of weight a + r · m times input pixel q − m:
     * channel a of a convolution with the reversed k weights and padding k − 1, at q.
     *
     * @param kernel weights of the transposed convolution
     */
    static double[] reordered(ConvolutionCase transposed, double[] kernel, double[] image) {
        int r = transposed.stride();
        int k = transposed.kernel() / r;
        ConvolutionCase plain =
                new ConvolutionCase(transposed.size(), transposed.in(), transposed.out() * r * r, k, 1, k - 1, false);
        double[] weights = new double[plain.kernelSize()];
        for (int to = 0; to < plain.out(); to++) {
            int a = to % (r * r) / r;
            int b = to % r;
            for (int from = 0; from < plain.in(); from++) {
                for (int tap = 0; tap < k * k; tap++) {
                    int y = tap / k;
                    int x = tap % k;
                    weights[plain.weight(to, from, y, x)] =
                            kernel[transposed.weight(to / (r * r), from, a + r * (k - 1 - y), b + r * (k - 1 - x))];
                }
            }
        }
        double[] channels = plain.matrix(weights).operate(image);
        int coarse = plain.outputSide();
        int side = transposed.outputSide();
        double[] output = new double[transposed.outputSize()];
        for (int i = 0; i < output.length; i++) {
            int y = i / side % side;
            int x = i % side;
            int channel = (i / (side * side) * r + y % r) * r + x % r;
            output[i] = channels[(channel * coarse + y / r) * coarse + x / r];
        }
        return output;
    }
}
