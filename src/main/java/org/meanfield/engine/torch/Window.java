package org.meanfield.engine.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
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

    /** Images with what is left to a convolution: its stride, and padding of the same width on opposite sides. */
    record Placed(Tensor images, long[] stride, long[] padding) {}

    /** Returns images for a convolution. */
    Placed place(Tensor images) {
        if (kernel[0] == 1 && kernel[1] == 1 && (stride[0] > 1 || stride[1] > 1)) {
            // oneDNN writes past its memory in the backward pass of this kernel with a stride
            // (uxlfoundation/oneDNN#6035).
            return new Placed(everyStride(pad(images, 0)), new long[] {1, 1}, new long[2]);
        }
        long[][] sides = sides(images);
        return Arrays.equals(sides[0], sides[1])
                ? new Placed(images, stride, sides[0])
                : new Placed(pad(images, 0), stride, new long[2]);
    }

    private Tensor everyStride(Tensor images) {
        Tensor rows = images.slice(2, new LongOptional(), new LongOptional(), stride[0]);
        return rows.slice(3, new LongOptional(), new LongOptional(), stride[1]);
    }

    /** Returns images with padding of that value. */
    Tensor pad(Tensor images, double value) {
        long[] before = sides(images)[0];
        long[] after = sides(images)[1];
        return before[0] + before[1] + after[0] + after[1] == 0
                ? images
                : torch.constant_pad_nd(
                        images, new long[] {before[1], after[1], before[0], after[0]}, new Scalar(value));
    }

    /** Returns the padding at the top and the left, and that at the bottom and the right. */
    private long[][] sides(Tensor images) {
        long[] before = padding.clone();
        long[] after = padding.clone();
        for (int i = 0; same && i < 2; i++) {
            long size = images.size(2 + i);
            long windows = (size + stride[i] - 1) / stride[i];
            long all = Math.max(0, (windows - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1 - size);
            before[i] = all / 2;
            after[i] = all - before[i];
        }
        return new long[][] {before, after};
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
