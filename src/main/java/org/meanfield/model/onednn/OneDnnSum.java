package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's sum of two batches of images with a fused ReLU, computed by oneDNN, channels last in memory; without oneDNN as
 * {@link OneDnnConvolution}.
 */
@SuppressWarnings("overrides") // DL4J's vertices, which ours extend, declare setInputs in two ways
public final class OneDnnSum extends ElementWiseVertex {
    private static final long serialVersionUID = 1L;

    /** Creates one, also for reading DL4J's JSON. */
    public OneDnnSum() {
        super(ElementWiseVertex.Op.Add);
    }

    @Override
    public OneDnnSum clone() {
        return new OneDnnSum();
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        return NativeBackend.oneDnnTakes(type)
                ? new FastSum(graph, name, index, type)
                : new PlainSum(graph, name, index, type);
    }

    /** DL4J's own sum and a ReLU. */
    private static final class PlainSum extends org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex {
        private static final long serialVersionUID = 1L;

        private transient INDArray positive;

        PlainSum(ComputationGraph graph, String name, int index, DataType type) {
            super(graph, name, index, org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex.Op.Add, type);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray result = super.doForward(training, workspaces);
            positive = workspaces.leverageTo(ArrayType.INPUT, result.gt(0).castTo(result.dataType()));
            return result.muli(positive);
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            setEpsilon(getEpsilon().mul(positive));
            return super.doBackward(truncated, workspaces);
        }
    }

    private static final class FastSum extends org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<String, Primitives> byShape = new LruCache<>();
        private final transient ChannelsLast firstLayout = new ChannelsLast();
        private final transient ChannelsLast secondLayout = new ChannelsLast();
        private final transient ChannelsLast gradientLayout = new ChannelsLast();
        private transient INDArray result;

        FastSum(ComputationGraph graph, String name, int index, DataType type) {
            super(graph, name, index, org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex.Op.Add, type);
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray first = firstLayout.of(inputs[0], workspaces, ArrayType.INPUT);
            INDArray second = secondLayout.of(inputs[1], workspaces, ArrayType.INPUT);
            result = ChannelsLast.create(workspaces, ArrayType.ACTIVATIONS, first.shape());
            primitives().forward(first, second, result);
            return result;
        }

        /** The same gradient for both inputs, in separate arrays, since DL4J accumulates into them. */
        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            INDArray delta = gradientLayout.of(getEpsilon(), workspaces, ArrayType.BP_WORKING_MEM);
            INDArray[] gradients = new INDArray[2];
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, result.shape());
                primitives().backward(result, delta, gradients[i]);
            }
            return new Pair<>(null, gradients);
        }

        @Override
        public void clear() {
            super.clear();
            result = null;
        }

        private Primitives primitives() {
            return byShape.get(Arrays.toString(result.shape()), shape -> new Primitives(result.shape()));
        }
    }

    /** For images of one shape. */
    private static final class Primitives {
        private final OneDnnOperation forward;
        private final OneDnnOperation backward;

        Primitives(long[] shape) {
            memory.desc images = ChannelsLast.tensor(shape);
            binary.primitive_desc sum = new binary.primitive_desc(
                    OneDnn.ENGINE, dnnl.algorithm.binary_add, images, images, images, OneDnn.settings(true), false);
            forward = new OneDnnOperation(new binary(sum), sum)
                    .array(DNNL_ARG_SRC_0, images)
                    .array(DNNL_ARG_SRC_1, images)
                    .array(DNNL_ARG_DST, images);
            backward = OneDnnOperation.reluGradient(images);
        }

        void forward(INDArray first, INDArray second, INDArray result) {
            forward.set(DNNL_ARG_SRC_0, first)
                    .set(DNNL_ARG_SRC_1, second)
                    .set(DNNL_ARG_DST, result)
                    .run();
        }

        void backward(INDArray result, INDArray gradient, INDArray ofSummand) {
            backward.set(DNNL_ARG_DST, result)
                    .set(DNNL_ARG_DIFF_DST, gradient)
                    .set(DNNL_ARG_DIFF_SRC, ofSummand)
                    .run();
        }
    }
}
