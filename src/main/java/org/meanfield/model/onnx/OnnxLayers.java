package org.meanfield.model.onnx;

import static org.meanfield.model.onnx.OnnxGraph.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J layer as ONNX operators.
 *
 * @param graph that the operators are added to
 * @param name of the layer
 * @param parameters by DL4J's names
 */
record OnnxLayers(OnnxGraph graph, String name, Map<String, INDArray> parameters) {
    /** What is known here, for messages. */
    static final String KNOWN = "dense, convolution, batch norm, max or average pooling, global pooling, activation,"
            + " dropout, sum or softmax output";

    /** A constant of an operator, which is no parameter. */
    static final String GELU_NAME = "gelu";

    /** Of ND4J's fast GELU, x · σ(1.702 x). */
    private static final float GELU = 1.702f;

    /**
     * Adds what a layer computes of the tensor {@code input} and returns the name of the result.
     *
     * @throws IllegalArgumentException if ONNX's operators here cannot express it, with the reason
     */
    String add(Layer layer, String input) {
        // Subclasses may compute otherwise: so by the class itself.
        Class<?> type = layer.getClass();
        if (type == DenseLayer.class) {
            DenseLayer dense = (DenseLayer) layer;
            must(!dense.hasLayerNorm(), "layer norm", layer);
            return activation(dense.getActivationFn(), linear(input));
        }
        if (type == OutputLayer.class) {
            IActivation activation = ((OutputLayer) layer).getActivationFn();
            must(activation instanceof ActivationSoftmax, "no softmax", layer);
            return activation(activation, linear(input));
        }
        if (type == ConvolutionLayer.class) {
            return convolution((ConvolutionLayer) layer, input);
        }
        if (type == SubsamplingLayer.class) {
            return pooling((SubsamplingLayer) layer, input);
        }
        if (type == GlobalPoolingLayer.class) {
            return global((GlobalPoolingLayer) layer, input);
        }
        if (type == BatchNormalization.class) {
            return norm((BatchNormalization) layer, input);
        }
        if (type == ActivationLayer.class) {
            return activation(((ActivationLayer) layer).getActivationFn(), input);
        }
        if (type == DropoutLayer.class) {
            return input;
        }
        throw new IllegalArgumentException(type.getSimpleName());
    }

    /** Adds the flattening of [batch, channels, height, width] to rows. */
    String flatten(String input) {
        return node("Flatten", List.of(input), attribute("axis", 1L));
    }

    private String linear(String input) {
        return node("Gemm", weighted(input, parameters.get("W").transpose()), attribute("transB", 1L));
    }

    private String convolution(ConvolutionLayer layer, String input) {
        must(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last", layer);
        List<AttributeProto> window = window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getDilation(),
                layer.getPadding(),
                layer.getConvolutionMode(),
                layer);
        return activation(layer.getActivationFn(), node("Conv", weighted(input, parameters.get("W")), window));
    }

    /** Returns the inputs of a weighted sum. */
    private List<String> weighted(String input, INDArray weights) {
        List<String> inputs = new ArrayList<>(List.of(input, graph.constant(name, "W", weights)));
        if (parameters.containsKey("b")) {
            inputs.add(vector("b"));
        }
        return inputs;
    }

    private String vector(String parameter) {
        return vector(parameter, parameters.get(parameter));
    }

    /** Of DL4J's row. */
    private String vector(String constant, INDArray row) {
        return graph.constant(name, constant, row.dup('c').data().asFloat(), row.length());
    }

    private static List<AttributeProto> window(
            int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode, Layer layer) {
        must(mode != ConvolutionMode.Causal, "causal padding", layer);
        return List.of(
                attribute("kernel_shape", kernel),
                attribute("strides", stride),
                attribute("dilations", dilation),
                mode == ConvolutionMode.Same
                        ? attribute("auto_pad", "SAME_UPPER")
                        : attribute("pads", padding[0], padding[1], padding[0], padding[1]));
    }

    private String pooling(SubsamplingLayer layer, String input) {
        must(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last", layer);
        List<AttributeProto> window = new ArrayList<>(window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getDilation(),
                layer.getPadding(),
                layer.getConvolutionMode(),
                layer));
        if (layer.getPoolingType() == PoolingType.MAX) {
            return node("MaxPool", List.of(input), window);
        }
        must(layer.getPoolingType() == PoolingType.AVG, "pooling " + layer.getPoolingType(), layer);
        must(Arrays.stream(layer.getDilation()).allMatch(step -> step == 1), "dilated average pooling", layer);
        window.remove(2); // the dilations, which ONNX has since opset 19
        window.add(attribute("count_include_pad", layer.isAvgPoolIncludePadInDivisor() ? 1L : 0L));
        return node("AveragePool", List.of(input), window);
    }

    private String global(GlobalPoolingLayer layer, String input) {
        must(layer.isCollapseDimensions(), "kept dimensions", layer);
        boolean average = layer.getPoolingType() == PoolingType.AVG;
        must(average || layer.getPoolingType() == PoolingType.MAX, "pooling " + layer.getPoolingType(), layer);
        return flatten(node(average ? "GlobalAveragePool" : "GlobalMaxPool", List.of(input)));
    }

    private String norm(BatchNormalization layer, String input) {
        must(layer.getCnn2DFormat() == null || layer.getCnn2DFormat() == CNN2DFormat.NCHW, "channels last", layer);
        must(!layer.isLockGammaBeta(), "locked gamma and beta", layer);
        must(!layer.isUseLogStd(), "logarithms of deviations", layer);
        return node(
                "BatchNormalization",
                List.of(input, vector("gamma"), vector("beta"), vector("mean"), vector("var")),
                attribute("epsilon", layer.getEps()));
    }

    private String activation(IActivation function, String input) {
        List<String> x = List.of(input);
        if (function instanceof ActivationIdentity) {
            return input;
        }
        if (function instanceof ActivationReLU relu && isPlain(relu)) {
            return node("Relu", x);
        }
        if (function instanceof ActivationLReLU leaky) {
            return node("LeakyRelu", x, attribute("alpha", leaky.getAlpha()));
        }
        if (function instanceof ActivationELU elu) {
            return node("Elu", x, attribute("alpha", elu.getAlpha()));
        }
        if (function instanceof ActivationSELU) {
            return node("Selu", x);
        }
        if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
            String scale = graph.constant(name, GELU_NAME, new float[] {GELU});
            String gate = graph.node(
                    name + "/gate", "Sigmoid", List.of(graph.node(name + "/gate", "Mul", List.of(input, scale))));
            return node("Mul", List.of(input, gate));
        }
        if (function instanceof ActivationTanH) {
            return node("Tanh", x);
        }
        if (function instanceof ActivationSigmoid) {
            return node("Sigmoid", x);
        }
        if (function instanceof ActivationSoftmax) {
            return node("Softmax", x, attribute("axis", 1L));
        }
        throw new IllegalArgumentException("the activation " + function);
    }

    private static boolean isPlain(ActivationReLU relu) {
        return isZero(relu.getMax()) && isZero(relu.getThreshold()) && isZero(relu.getNegativeSlope());
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }

    private String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return graph.node(name, operator, inputs, attributes);
    }

    private String node(String operator, List<String> inputs, List<AttributeProto> attributes) {
        return node(operator, inputs, attributes.toArray(AttributeProto[]::new));
    }

    private static void must(boolean ok, String what, Layer layer) {
        if (!ok) {
            throw new IllegalArgumentException(
                    "%s with %s".formatted(layer.getClass().getSimpleName(), what));
        }
    }
}
