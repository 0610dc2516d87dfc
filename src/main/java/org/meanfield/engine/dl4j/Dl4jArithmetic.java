package org.meanfield.engine.dl4j;

import java.util.Arrays;
import org.meanfield.model.onednn.NativeBackend;
import org.meanfield.train.Arithmetic;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** The arithmetic of the backend that ND4J has loaded. */
public final class Dl4jArithmetic implements Arithmetic {
    /**
     * Checks that ND4J has loaded a backend for GPUs: where several are on the class path it takes another one silently.
     *
     * @throws IllegalStateException if not
     */
    public static void requireGpu() {
        if (NativeBackend.isCpu()) {
            throw new IllegalStateException("ND4J has loaded its backend for processors: it cannot use the GPU");
        }
    }

    @Override
    public float[] product(float[] left, float[] right, int size) {
        return Nd4j.create(left, new long[] {size, size}, 'c')
                .mmul(Nd4j.create(right, new long[] {size, size}, 'c'))
                .dup('c')
                .data()
                .asFloat();
    }

    @Override
    public float[] convolution(float[] images, int[] shape, float[] kernels, int[] kernelShape) {
        INDArray weights = Nd4j.create(kernels, longs(kernelShape), 'c')
                .permute(2, 3, 1, 0)
                .dup('c');
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(kernelShape[2])
                .kW(kernelShape[3])
                .sH(1)
                .sW(1)
                .dH(1)
                .dW(1)
                .build();
        return Nd4j.cnn()
                .conv2d(Nd4j.create(images, longs(shape), 'c'), weights, config)
                .castTo(DataType.FLOAT)
                .dup('c')
                .data()
                .asFloat();
    }

    @Override
    public double tolerance() {
        return 1e-4;
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
