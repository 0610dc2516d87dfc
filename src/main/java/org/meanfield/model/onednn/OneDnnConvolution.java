package org.meanfield.model.onednn;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's convolution computed by oneDNN, with fused bias and ReLU and channels last in memory. Where the native library
 * has no oneDNN (CUDA), and for data types other than float, it is DL4J's own convolution. Parameters and results are
 * the same.
 */
public final class OneDnnConvolution extends ConvolutionLayer implements FixableParameters {
    private static final long serialVersionUID = 1L;

    /** Not a property of the layer, but of its use in one network. */
    private transient boolean fixed;

    @JsonProperty("inputGradient")
    private boolean inputGradient;

    /**
     * Creates the convolution that {@code settings} describe; its activation is a ReLU or the identity.
     *
     * @param inputGradient whether a previous layer needs the gradient of its output
     */
    public OneDnnConvolution(Builder settings, boolean inputGradient) {
        super(settings);
        this.inputGradient = inputGradient;
        if (!hasBias()
                || !(getActivationFn() instanceof ActivationReLU || getActivationFn() instanceof ActivationIdentity)) {
            throw new IllegalArgumentException(
                    "A convolution through oneDNN has a bias, and ReLU or identity after it");
        }
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnConvolution() {}

    @Override
    public void fixParameters() {
        fixed = true;
        inputGradient = true;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        if (!NativeBackend.oneDnnTakes(type)) {
            return super.instantiate(configuration, listeners, index, parameters, initialize, type);
        }
        LayerValidation.assertNInNOutSet("OneDnnConvolution", getLayerName(), index, getNIn(), getNOut());
        Layer layer = new FastLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<String, ConvolutionPrimitives> byShape = new LruCache<>();
        private final transient LruCache<ConvolutionPrimitives, ConvolutionPrimitives.Backward> backward =
                new LruCache<>();
        private final transient ChannelsLast inputLayout = new ChannelsLast();
        private final transient ChannelsLast gradientLayout = new ChannelsLast();
        private transient INDArray images;
        private transient INDArray result;

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            applyDropOutIfNecessary(training, workspaces);
            validateInputRank();
            validateInputDepth(layerConf().getNIn());
            INDArray weights = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaces);
            INDArray bias = getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaces);
            Window window = window();
            images = inputLayout.of(input, workspaces, ArrayType.INPUT);
            result = ChannelsLast.create(
                    workspaces,
                    ArrayType.ACTIVATIONS,
                    images.size(0),
                    weights.size(0),
                    window.output()[0],
                    window.output()[1]);
            primitives(window).forward(images, weights, bias, result);
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray weights = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, true, workspaces);
            ConvolutionPrimitives.Backward gradients =
                    backward.get(primitives(window()), ConvolutionPrimitives::backward);
            INDArray delta = gradientLayout.of(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            gradients.throughRelu(result, delta);

            Gradient gradient = new DefaultGradient();
            if (!((OneDnnConvolution) layerConf()).fixed) {
                INDArray ofWeights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
                INDArray ofBias = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
                gradients.weights(images, delta, ofWeights, ofBias);
                gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, ofBias);
                gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, ofWeights, 'c');
            }

            INDArray ofImages = null;
            if (((OneDnnConvolution) layerConf()).inputGradient) {
                ofImages = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, images.shape());
                gradients.images(delta, weights, ofImages);
                ofImages = backpropDropOutIfPresent(ofImages);
            }
            weightNoiseParams.clear();
            return new Pair<>(gradient, ofImages);
        }

        @Override
        public void clear() {
            super.clear();
            images = null;
            result = null;
        }

        private Window window() {
            ConvolutionLayer layer = layerConf();
            return Window.over(
                    input,
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getPadding(),
                    layer.getDilation(),
                    layer.getConvolutionMode());
        }

        private ConvolutionPrimitives primitives(Window window) {
            return byShape.get(
                    Arrays.toString(input.shape()),
                    shape -> new ConvolutionPrimitives(
                            input.shape(),
                            params.get(ConvolutionParamInitializer.WEIGHT_KEY).shape(),
                            window,
                            layerConf().getActivationFn() instanceof ActivationReLU));
        }
    }
}
