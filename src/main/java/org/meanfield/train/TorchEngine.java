package org.meanfield.train;

import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Names;

/**
 * libtorch, in a jar built with {@code -Ptorch} (processors) or {@code -Pgpu} (NVIDIA GPUs from compute capability 7.5
 * on).
 *
 * @param device where it computes
 * @param precision of products and convolutions; parameters, gradients and optimizer are always in float32
 */
public record TorchEngine(@Default("cpu") Device device, @Default("float32") Precision precision) implements Engine {
    /** Checks that the device has the precision. */
    public TorchEngine {
        Check.that(
                device == Device.CUDA || precision != Precision.TF32,
                "precision",
                Names.of(precision),
                "float32 or bf16 with device cpu");
    }

    /** Returns the engine that computes the same on the processor, which has no TF32. */
    public TorchEngine onCpu() {
        return new TorchEngine(Device.CPU, precision == Precision.TF32 ? Precision.FLOAT32 : precision);
    }

    /** Where an engine computes. */
    public enum Device {
        /** The processor, in one thread for each learner. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** The precision of products and convolutions. */
    public enum Precision {
        /** Single precision throughout. */
        FLOAT32,
        /** Products of numbers with 10 bits of fraction, summed in single precision; from compute capability 8.0 on. */
        TF32,
        /** Mixed: products and activations with 7 bits of fraction, all else in single precision. */
        BF16
    }
}
