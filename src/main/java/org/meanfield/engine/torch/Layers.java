package org.meanfield.engine.torch;

import java.util.Objects;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.meanfield.engine.torch.Operation.Simple;
import org.meanfield.model.Freeze;
import org.meanfield.model.onednn.OneDnnBatchNorm;
import org.meanfield.model.onednn.OneDnnConvolution;
import org.meanfield.model.onednn.OneDnnDense;
import org.meanfield.model.onednn.OneDnnGlobalAverage;
import org.meanfield.model.onednn.OneDnnOutput;
import org.meanfield.model.onednn.OneDnnPooling;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** DL4J's layers, and those of {@code model.onednn}, as libtorch's operations. */
final class Layers {
    /** What is known here, for messages. */
    static final String KNOWN = "dense, convolution, batch norm, max or average pooling, global pooling, activation,"
            + " dropout or softmax output";

    private Layers() {}

    /**
     * Returns what a layer computes of its input; of an output layer the logarithms of the odds, before the softmax.
     *
     * @throws IllegalArgumentException if that is not known, with what it is that is not
     */
    static Simple of(String name, Layer layer) {
        must(layer.getConstraints() == null || layer.getConstraints().isEmpty(), "a constraint", layer);
        Simple own = bare(name, layer);
        if (layer instanceof BaseLayer base) {
            must(base.getWeightNoise() == null, "weight noise", layer);
        }
        return layer.getIDropout() == null ? own : dropout(layer.getIDropout()).then(own);
    }

    private static Simple bare(String name, Layer layer) {
        // Subclasses may compute otherwise: so by the class itself.
        Class<?> type = layer.getClass();
        if (type == DenseLayer.class || type == OneDnnDense.class) {
            DenseLayer dense = (DenseLayer) layer;
            must(!dense.hasLayerNorm(), "layer norm", layer);
            return linear(name, dense.hasBias()).then(Activations.of(dense.getActivationFn()));
        }
        if (type == OutputLayer.class || type == OneDnnOutput.class) {
            OutputLayer output = (OutputLayer) layer;
            must(output.getActivationFn() instanceof ActivationSoftmax, "no softmax", layer);
            must(
                    output.getLossFn() instanceof LossMCXENT loss && loss.getWeights() == null,
                    "a loss other than the cross-entropy",
                    layer);
            return linear(name, output.hasBias());
        }
        if (type == ConvolutionLayer.class || type == OneDnnConvolution.class) {
            return convolution(name, (ConvolutionLayer) layer);
        }
        if (type == SubsamplingLayer.class || type == OneDnnPooling.class) {
            return pooling((SubsamplingLayer) layer);
        }
        if (type == GlobalPoolingLayer.class || type == OneDnnGlobalAverage.class) {
            return global((GlobalPoolingLayer) layer);
        }
        if (type == BatchNormalization.class || type == OneDnnBatchNorm.class) {
            return norm(name, (BatchNormalization) layer);
        }
        if (type == ActivationLayer.class) {
            return Activations.of(((ActivationLayer) layer).getActivationFn());
        }
        if (type == DropoutLayer.class) {
            return (pass, x) -> x;
        }
        throw new IllegalArgumentException(type.getSimpleName());
    }

    private static Simple linear(String name, boolean bias) {
        return (pass, x) ->
                torch.linear(pass.cast(x), pass.cast(pass.parameters().leaf(name, "W")), bias(pass, name, bias));
    }

    private static TensorOptional bias(Pass pass, String name, boolean has) {
        return has ? new TensorOptional(pass.cast(pass.parameters().leaf(name, "b"))) : new TensorOptional();
    }

    private static Simple convolution(String name, ConvolutionLayer layer) {
        must(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last", layer);
        Window window = window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getDilation(),
                layer.getPadding(),
                layer.getConvolutionMode(),
                layer);
        Simple product = (pass, x) -> {
            Window.Placed placed = window.place(x);
            return torch.conv2d(
                    pass.cast(placed.images()),
                    pass.cast(pass.parameters().leaf(name, "W")),
                    bias(pass, name, layer.hasBias()),
                    placed.stride(),
                    placed.padding(),
                    window.dilation(),
                    1);
        };
        return product.then(Activations.of(layer.getActivationFn()));
    }

    private static Window window(
            int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode, Layer layer) {
        must(mode != ConvolutionMode.Causal, "causal padding", layer);
        return Window.of(kernel, stride, dilation, padding, mode);
    }

    private static Simple pooling(SubsamplingLayer layer) {
        must(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last", layer);
        Window window = window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getDilation(),
                layer.getPadding(),
                layer.getConvolutionMode(),
                layer);
        if (layer.getPoolingType() == PoolingType.MAX) {
            return (pass, x) -> torch.max_pool2d(
                    window.pad(x, Double.NEGATIVE_INFINITY),
                    window.kernel(),
                    window.stride(),
                    new long[2],
                    window.dilation(),
                    false);
        }
        must(layer.getPoolingType() == PoolingType.AVG, "pooling " + layer.getPoolingType(), layer);
        must(window.dilation()[0] == 1 && window.dilation()[1] == 1, "dilated average pooling", layer);
        boolean all = layer.isAvgPoolIncludePadInDivisor();
        return (pass, x) -> {
            Tensor sums = average(window, window.pad(x, 0));
            // The share of pixels that are the image's.
            return all ? sums : sums.div(average(window, window.pad(torch.ones_like(x), 0)));
        };
    }

    private static Tensor average(Window window, Tensor images) {
        return torch.avg_pool2d(images, window.kernel(), window.stride(), new long[2], false, true, new LongOptional());
    }

    private static Simple global(GlobalPoolingLayer layer) {
        must(layer.isCollapseDimensions(), "kept dimensions", layer);
        boolean average = layer.getPoolingType() == PoolingType.AVG;
        must(average || layer.getPoolingType() == PoolingType.MAX, "pooling " + layer.getPoolingType(), layer);
        return (pass, x) -> average
                ? x.mean(new long[] {2, 3}, false, new ScalarTypeOptional())
                : torch.amax(x, new long[] {2, 3}, false);
    }

    private static Simple norm(String name, BatchNormalization layer) {
        must(layer.getCnn2DFormat() == null || layer.getCnn2DFormat() == CNN2DFormat.NCHW, "channels last", layer);
        must(!layer.isLockGammaBeta(), "locked gamma and beta", layer);
        must(!layer.isUseLogStd(), "logarithms of deviations", layer);
        must(layer.isMinibatch(), "statistics of the whole data set", layer);
        BatchNorm own = new BatchNorm(name, Freeze.isFrozen(layer.getIUpdater()), layer.getEps(), layer.getDecay());
        return layer instanceof OneDnnBatchNorm fused && fused.hasRelu() ? own.then((pass, x) -> torch.relu(x)) : own;
    }

    private static Simple dropout(IDropout dropout) {
        if (!(dropout instanceof Dropout plain) || plain.getPSchedule() != null) {
            throw new IllegalArgumentException(
                    "the dropout " + dropout.getClass().getSimpleName());
        }
        double kept = plain.getP();
        return (pass, x) ->
                pass.dropout().map(random -> x.mul(mask(x, kept, random))).orElse(x);
    }

    /** Drawn on the processor, whose generator is a learner's own, whichever device x is on. */
    private static Tensor mask(Tensor x, double kept, Generator random) {
        TensorOptions onHost = x.options().device(new DeviceOptional(new Device(DeviceType.CPU)));
        return torch.empty_like(x, onHost, new MemoryFormatOptional())
                .bernoulli_(kept, new GeneratorOptional(random))
                .mul_(new Scalar(1 / kept))
                .to(x.options(), false, false, new MemoryFormatOptional());
    }

    private static void must(boolean ok, String what, Layer layer) {
        if (!ok) {
            throw new IllegalArgumentException("%s with %s"
                    .formatted(Objects.requireNonNull(layer).getClass().getSimpleName(), what));
        }
    }
}
