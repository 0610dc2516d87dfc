package org.meanfield.model;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.Arrays;
import java.util.Collection;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_v2_backward;
import org.bytedeco.dnnl.pooling_v2_forward;
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

/** DL4J's max pooling by way of oneDNN, channels last in memory; elsewhere as {@link OneDnnConvolution}. */
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

        private final transient RecentlyUsed<String, Primitives> byShape = new RecentlyUsed<>();
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
            Primitives primitives = primitives();
            INDArray result = ChannelsLast.create(workspaces, ArrayType.ACTIVATIONS, primitives.resultShape);
            primitives
                    .forward
                    .set(DNNL_ARG_SRC, images)
                    .set(DNNL_ARG_DST, result)
                    .run();
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray delta = gradientLayout.of(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            INDArray ofImages = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, input.shape());
            primitives()
                    .backward
                    .set(DNNL_ARG_DIFF_DST, delta)
                    .set(DNNL_ARG_DIFF_SRC, ofImages)
                    .run();
            return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(ofImages));
        }

        private Primitives primitives() {
            return byShape.get(
                    Arrays.toString(input.shape()),
                    shape -> new Primitives(
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

    /** For images of one shape. They share where each maximum was found. */
    private static final class Primitives {
        private final long[] resultShape;
        private final OneDnnOperation forward;
        private final OneDnnOperation backward;

        Primitives(long[] imageShape, Window window) {
            resultShape = new long[] {imageShape[0], imageShape[1], window.output()[0], window.output()[1]};
            memory.desc images = ChannelsLast.tensor(imageShape);
            memory.desc result = ChannelsLast.tensor(resultShape);
            pooling_v2_forward.primitive_desc ahead = new pooling_v2_forward.primitive_desc(
                    new pooling_v2_forward.desc(
                            dnnl.prop_kind.forward_training,
                            dnnl.algorithm.pooling_max,
                            images,
                            result,
                            window.stride(),
                            window.kernel(),
                            window.dilation(),
                            window.before(),
                            window.after()),
                    OneDnn.settings(false),
                    OneDnn.ENGINE);
            pooling_v2_backward.primitive_desc back = new pooling_v2_backward.primitive_desc(
                    new pooling_v2_backward.desc(
                            dnnl.algorithm.pooling_max,
                            images,
                            result,
                            window.stride(),
                            window.kernel(),
                            window.dilation(),
                            window.before(),
                            window.after()),
                    OneDnn.settings(false),
                    OneDnn.ENGINE,
                    ahead);
            memory found = new memory(ahead.workspace_desc(), OneDnn.ENGINE);
            forward = new OneDnnOperation(new pooling_v2_forward(ahead), ahead)
                    .array(DNNL_ARG_SRC, images)
                    .array(DNNL_ARG_DST, result)
                    .shared(DNNL_ARG_WORKSPACE, found);
            backward = new OneDnnOperation(new pooling_v2_backward(back), back)
                    .array(DNNL_ARG_DIFF_DST, result)
                    .array(DNNL_ARG_DIFF_SRC, images)
                    .shared(DNNL_ARG_WORKSPACE, found);
        }
    }
}
