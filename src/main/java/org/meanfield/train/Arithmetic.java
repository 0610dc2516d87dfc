package org.meanfield.train;

/** The arithmetic of a device that a network consists of, for its check. */
public interface Arithmetic {
    /** Returns the product of two square matrices of {@code size} rows, by rows. */
    float[] product(float[] left, float[] right, int size);

    /**
     * Returns the cross-correlation of images with kernels, without padding, at each pixel: {@code [images, kernels, height - k + 1, width - k + 1]}.
     *
     * @param images {@code [images, channels, height, width]}
     * @param shape its four sizes
     * @param kernels {@code [kernels, channels, k, k]}
     * @param kernelShape its four sizes
     */
    float[] convolution(float[] images, int[] shape, float[] kernels, int[] kernelShape);

    /** Returns how far a result may be from the exact one, as a share of the largest exact one. */
    double tolerance();
}
