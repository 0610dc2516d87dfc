package org.meanfield.engine.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * A sliding window over images; each array is [vertical, horizontal].
 *
 * @param kernel size of the window
 * @param stride strides
 * @param dilation distance of two pixels of the kernel; usually 1
 * @param padding pixels at the top and at the bottom, at the left and at the right
 * @param same whether instead there are as many as ⌈size / stride⌉ windows need, an odd one at the bottom and the right
 */
record Window(long[] kernel, long[] stride, long[] dilation, long[] padding, boolean same) {
    static Window of(int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
        return new Window(longs(kernel), longs(stride), longs(dilation), longs(padding), mode == ConvolutionMode.Same);
    }

    /**
     * Images and the padding that is left to the operation.
     *
     * @param each on both sides
     */
    record Padded(Tensor images, long[] each) {}

    /** Returns images with what padding an operation cannot do, of different width on two sides. */
    Padded pad(Tensor images, double value) {
        long[] before = padding.clone();
        long[] after = padding.clone();
        for (int i = 0; same && i < 2; i++) {
            long size = images.size(2 + i);
            long windows = (size + stride[i] - 1) / stride[i];
            long all = Math.max(0, (windows - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1 - size);
            before[i] = all / 2;
            after[i] = all - before[i];
        }
        return Arrays.equals(before, after)
                ? new Padded(images, before)
                : new Padded(
                        torch.constant_pad_nd(
                                images, new long[] {before[1], after[1], before[0], after[0]}, new Scalar(value)),
                        new long[2]);
    }

    /** Returns images with all padding. */
    Tensor padAll(Tensor images, double value) {
        Padded padded = pad(images, value);
        long[] each = padded.each();
        return each[0] == 0 && each[1] == 0
                ? padded.images()
                : torch.constant_pad_nd(images, new long[] {each[1], each[1], each[0], each[0]}, new Scalar(value));
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
