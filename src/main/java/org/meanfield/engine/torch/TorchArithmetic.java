package org.meanfield.engine.torch;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.meanfield.train.Arithmetic;
import org.meanfield.train.TorchEngine;

/**
 * libtorch's arithmetic on a device, in the engine's precision.
 *
 * @param gpu the number of the GPU among those that this process sees
 */
public record TorchArithmetic(TorchEngine engine, int gpu) implements Arithmetic {
    @Override
    public float[] product(float[] left, float[] right, int size) {
        return result(put -> torch.matmul(put.tensor(left, size, size), put.tensor(right, size, size)));
    }

    @Override
    public float[] convolution(float[] images, int[] shape, float[] kernels, int[] kernelShape) {
        return result(put -> torch.conv2d(
                put.tensor(images, longs(shape)).contiguous(MemoryFormat.ChannelsLast),
                put.tensor(kernels, longs(kernelShape)).contiguous(MemoryFormat.ChannelsLast)));
    }

    /** Some algorithms of cuDNN are exact up to rounding only; bfloat16 has 8 significant bits. */
    @Override
    public double tolerance() {
        return engine.precision() == TorchEngine.Precision.BF16 ? 1.0 / 128 : 1e-4;
    }

    private interface Put {
        Tensor tensor(float[] values, long... shape);
    }

    private interface Sum {
        Tensor of(Put put);
    }

    private float[] result(Sum sum) {
        TensorOptions options = TorchLibrary.on(engine, gpu);
        ScalarType type = TorchLibrary.type(engine);
        try (PointerScope scope = new PointerScope();
                NoGradGuard plain = new NoGradGuard()) {
            Tensor result = sum.of((values, shape) -> torch.from_blob(
                                    new FloatPointer(values), shape, new TensorOptions(ScalarType.Float))
                            .to(options, false, true, new org.bytedeco.pytorch.MemoryFormatOptional())
                            .to(type))
                    .to(ScalarType.Float)
                    .contiguous(MemoryFormat.Contiguous)
                    .cpu();
            float[] values = new float[Math.toIntExact(result.numel())];
            new FloatPointer(result.data_ptr_float()).get(values);
            return values;
        } catch (RuntimeException e) { // JavaCPP's, of whatever libtorch throws
            throw new IllegalStateException("libtorch cannot compute on it: " + firstLine(e), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
