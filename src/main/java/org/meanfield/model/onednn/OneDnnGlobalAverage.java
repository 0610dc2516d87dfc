package org.meanfield.model.onednn;

import java.util.Arrays;
import java.util.Collection;
import org.bytedeco.dnnl.global.dnnl;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's global average pooling of images computed by oneDNN: the mean of each channel over the whole image, [count,
 * channels]; without oneDNN as {@link OneDnnConvolution}.
 */
public final class OneDnnGlobalAverage extends GlobalPoolingLayer {
    private static final long serialVersionUID = 1L;

    /** Creates one, also for reading DL4J's JSON, which then sets every property. */
    public OneDnnGlobalAverage() {
        super(PoolingType.AVG);
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
        Layer layer = new FastLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<String, PoolingPrimitives> byShape = new LruCache<>();
        private final transient ChannelsLast inputLayout = new ChannelsLast();

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            INDArray images = inputLayout.of(input, workspaces, ArrayType.INPUT);
            INDArray result = DensePrimitives.create(workspaces, ArrayType.ACTIVATIONS, images.size(0), images.size(1));
            primitives().forward(images, result);
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray delta = DensePrimitives.rows(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            INDArray ofImages = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, input.shape());
            primitives().backward(delta, ofImages);
            return new Pair<>(new DefaultGradient(), ofImages);
        }

        /** With one pixel for each image, channels last is an array of rows. */
        private PoolingPrimitives primitives() {
            return byShape.get(
                    Arrays.toString(input.shape()),
                    shape -> new PoolingPrimitives(
                            dnnl.algorithm.pooling_avg_exclude_padding, input.shape(), Window.whole(input)));
        }
    }
}
