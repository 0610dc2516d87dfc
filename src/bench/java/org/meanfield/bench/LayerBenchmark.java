package org.meanfield.bench;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.StockLayers;
import org.meanfield.model.onednn.OneDnnBatchNorm;
import org.meanfield.model.onednn.OneDnnConvolution;
import org.meanfield.model.onednn.OneDnnDense;
import org.meanfield.model.onednn.OneDnnPooling;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One layer, forward and with its backward pass, in oneDNN and in DL4J: 128 images of 32 channels, 32×32 pixels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class LayerBenchmark {
    private static final int IMAGES = 128;
    private static final int CHANNELS = 32;
    private static final int SIDE = 32;

    /** The layer. */
    @Param({"convolution", "batch-norm", "pooling", "dense"})
    public String kind;

    /** The implementation. */
    @Param({"meanfield", "dl4j"})
    public String who;

    private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    private Layer layer;
    private INDArray input;
    private INDArray gradient;

    /** Creates a network of that layer. */
    @Setup
    public void create() {
        NativeLibrary.load(InstructionSet.widest());
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(
                        kind.equals("dense")
                                ? InputType.feedForward(CHANNELS * SIDE)
                                : InputType.convolutional(SIDE, SIDE, CHANNELS))
                .addLayer("layer", layer(), "input")
                .setOutputs("layer")
                .validateOutputLayerConfig(false)
                .build();
        ComputationGraph network =
                new ComputationGraph(who.equals("dl4j") ? StockLayers.of(configuration) : configuration);
        network.init();
        layer = network.getLayer("layer");
        layer.setBackpropGradientsViewArray(Nd4j.create(Math.max(1, layer.numParams())));
        input = kind.equals("dense") ? Nd4j.randn(IMAGES, CHANNELS * SIDE) : Nd4j.randn(IMAGES, CHANNELS, SIDE, SIDE);
        gradient = Nd4j.randn(forward().shape());
    }

    private org.deeplearning4j.nn.conf.layers.Layer layer() {
        return switch (kind) {
            case "convolution" -> new OneDnnConvolution(
                    new ConvolutionLayer.Builder(3, 3)
                            .nOut(CHANNELS)
                            .convolutionMode(ConvolutionMode.Same)
                            .activation(Activation.RELU),
                    true);
            case "batch-norm" -> new OneDnnBatchNorm(1e-5, 0.9, false);
            case "pooling" -> new OneDnnPooling(
                    new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {2, 2}).stride(2, 2));
            case "dense" -> new OneDnnDense(CHANNELS * SIDE, true, true);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The forward pass of training. */
    @Benchmark
    public INDArray forward() {
        layer.setInput(input, workspaces);
        return layer.activate(true, workspaces);
    }

    /** Both passes. */
    @Benchmark
    public Object forwardAndBackward() {
        forward();
        return layer.backpropGradient(gradient.dup(), workspaces);
    }
}
