package org.meanfield.model.onednn;

import java.util.Arrays;
import java.util.Collection;
import org.bytedeco.dnnl.global.dnnl;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's max pooling computed by oneDNN, channels last in memory; without oneDNN as {@link OneDnnConvolution}. */
public final class OneDnnPooling extends SubsamplingLayer {
    private static final long serialVersionUID = 1L;

    /** Creates the pooling that {@code settings} describe. */
    public OneDnnPooling(Builder settings) {
        super(settings);
        if (getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX) {
            throw new IllegalArgumentException("A pooling through oneDNN takes the maximum");
        }
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnPooling() {}

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
        Layer layer = new FastLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<String, PoolingPrimitives> byShape = new LruCache<>();
        private final transient ChannelsLast inputLayout = new ChannelsLast();
        private final transient ChannelsLast gradientLayout = new ChannelsLast();

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            applyDropOutIfNecessary(training, workspaces);
            INDArray images = inputLayout.of(input, workspaces, ArrayType.INPUT);
            PoolingPrimitives primitives = primitives();
            INDArray result = ChannelsLast.create(workspaces, ArrayType.ACTIVATIONS, primitives.resultShape());
            primitives.forward(images, result);
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray delta = gradientLayout.of(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            INDArray ofImages = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, input.shape());
            primitives().backward(delta, ofImages);
            return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(ofImages));
        }

        private PoolingPrimitives primitives() {
            return byShape.get(
                    Arrays.toString(input.shape()),
                    shape -> new PoolingPrimitives(
                            dnnl.algorithm.pooling_max,
                            input.shape(),
                            Window.over(
                                    input,
                                    layerConf().getKernelSize(),
                                    layerConf().getStride(),
                                    layerConf().getPadding(),
                                    layerConf().getDilation(),
                                    layerConf().getConvolutionMode())));
        }
    }
}
