package org.meanfield.model.onednn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sliding window over images, in oneDNN's terms; each array is [vertical, horizontal].
 *
 * @param kernel size of the window
 * @param stride strides
 * @param dilation pixels skipped between two of the kernel; usually 0
 * @param before pixels of padding at the top and the left
 * @param after pixels of padding at the bottom and the right
 * @param output size of the output
 */
record Window(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after, long[] output) {
    /** Returns the window of a DL4J layer over {@code images}. */
    static Window over(
            INDArray images, int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {
        boolean same = mode == ConvolutionMode.Same;
        int[] size = {(int) images.size(2), (int) images.size(3)};
        int[] output = ConvolutionUtils.getOutputSize(
                images, kernel, stride, same ? null : padding, mode, dilation, CNN2DFormat.NCHW);
        int[] before =
                same ? ConvolutionUtils.getSameModeTopLeftPadding(output, size, kernel, stride, dilation) : padding;
        long[] after = new long[2];
        long[] gaps = new long[2];
        for (int i = 0; i < 2; i++) {
            int reach = (output[i] - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
            // Negative if no window covers the last pixels.
            after[i] = Math.max(0, reach - size[i] - before[i]);
            gaps[i] = dilation[i] - 1L;
        }
        return new Window(longs(kernel), longs(stride), gaps, longs(before), after, longs(output));
    }

    /** Returns the window that covers the whole image. */
    static Window whole(INDArray images) {
        long[] none = new long[2];
        long[] ones = {1, 1};
        return new Window(new long[] {images.size(2), images.size(3)}, ones, none, none, none, ones);
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
