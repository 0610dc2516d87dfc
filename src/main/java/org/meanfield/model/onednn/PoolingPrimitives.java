package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN's primitives of a pooling, for images of one shape. */
final class PoolingPrimitives {
    private final long[] resultShape;
    private final OneDnnOperation forward;
    private final OneDnnOperation backward;

    /**
     * Creates them.
     *
     * @param kind {@code pooling_max} or {@code pooling_avg_exclude_padding}
     * @param imageShape of images of [count, channels, height, width]
     */
    PoolingPrimitives(dnnl.algorithm kind, long[] imageShape, Window window) {
        resultShape = new long[] {imageShape[0], imageShape[1], window.output()[0], window.output()[1]};
        memory.desc images = ChannelsLast.tensor(imageShape);
        memory.desc result = ChannelsLast.tensor(resultShape);
        pooling_forward.primitive_desc ahead = new pooling_forward.primitive_desc(
                OneDnn.ENGINE,
                dnnl.prop_kind.forward_training,
                kind,
                images,
                result,
                window.stride(),
                window.kernel(),
                window.dilation(),
                window.before(),
                window.after(),
                OneDnn.settings(false),
                false);
        pooling_backward.primitive_desc back = new pooling_backward.primitive_desc(
                OneDnn.ENGINE,
                kind,
                images,
                result,
                window.stride(),
                window.kernel(),
                window.dilation(),
                window.before(),
                window.after(),
                ahead,
                OneDnn.settings(false),
                false);
        forward = new OneDnnOperation(new pooling_forward(ahead), ahead)
                .array(DNNL_ARG_SRC, images)
                .array(DNNL_ARG_DST, result);
        backward = new OneDnnOperation(new pooling_backward(back), back)
                .array(DNNL_ARG_DIFF_DST, result)
                .array(DNNL_ARG_DIFF_SRC, images);
        if (kind == dnnl.algorithm.pooling_max) {
            // The position of each maximum.
            memory found = new memory(ahead.workspace_desc(), OneDnn.ENGINE);
            forward.shared(DNNL_ARG_WORKSPACE, found);
            backward.shared(DNNL_ARG_WORKSPACE, found);
        }
    }

    /** Returns the shape of the output, [count, channels, height, width]. */
    long[] resultShape() {
        return resultShape;
    }

    /** Computes the output. */
    void forward(INDArray images, INDArray result) {
        forward.set(DNNL_ARG_SRC, images).set(DNNL_ARG_DST, result).run();
    }

    /** Computes the gradient of the images from that of the output. */
    void backward(INDArray gradient, INDArray ofImages) {
        backward.set(DNNL_ARG_DIFF_DST, gradient)
                .set(DNNL_ARG_DIFF_SRC, ofImages)
                .run();
    }
}
