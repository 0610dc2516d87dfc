package org.meanfield.model.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * The layouts in which oneDNN computes the gradients of a convolution whose images are channels last around it: blocks of channels where the gain
 * exceeds the copies, as measured by {@code src/bench/speed.sh layouts}. They depend on shapes and on the instruction set alone, and so do the bits.
 *
 * @param ofWeightGradient of images and gradient, for the gradient of the weights
 * @param ofImageGradient of gradient and images, for the gradient of the images
 */
record GradientLayouts(memory.format_tag ofWeightGradient, memory.format_tag ofImageGradient) {
    /** Returns those of a convolution of {@code channels} to {@code filters} channels. */
    static GradientLayouts of(Window window, long channels, long filters) {
        dnnl.cpu_isa isa = dnnl.get_effective_cpu_isa();
        return of(isa.value >= dnnl.cpu_isa.avx512_core.value, window, channels, filters);
    }

    static GradientLayouts of(boolean avx512, Window window, long channels, long filters) {
        memory.format_tag blocked = avx512 ? memory.format_tag.nChw16c : memory.format_tag.nChw8c;
        boolean strided = window.stride()[0] * window.stride()[1] > 1;
        boolean large = window.output()[0] * window.output()[1] > 64;
        boolean weights = !strided && channels >= 32 && filters >= 64 && (large || !avx512);
        boolean images = strided && avx512 && channels >= 16;
        return new GradientLayouts(
                weights ? blocked : memory.format_tag.nhwc, images ? blocked : memory.format_tag.nhwc);
    }
}
