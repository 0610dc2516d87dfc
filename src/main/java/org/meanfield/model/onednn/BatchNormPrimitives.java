package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN's primitives of a batch norm and an optional ReLU, for images of one shape. */
final class BatchNormPrimitives {
    private BatchNormPrimitives() {}

    private static int flags(boolean relu) {
        return normalization_flags.use_scale.value
                | normalization_flags.use_shift.value
                | (relu ? normalization_flags.fuse_norm_relu.value : 0);
    }

    private static OneDnnOperation withStatistics(OneDnnOperation operation, memory.desc images, memory.desc channels) {
        return operation
                .array(DNNL_ARG_SRC, images)
                .array(DNNL_ARG_SCALE, channels)
                .array(DNNL_ARG_MEAN, channels)
                .array(DNNL_ARG_VARIANCE, channels);
    }

    private static OneDnnOperation set(
            OneDnnOperation operation, INDArray images, INDArray scale, INDArray mean, INDArray variance) {
        return operation
                .set(DNNL_ARG_SRC, images)
                .set(DNNL_ARG_SCALE, scale)
                .set(DNNL_ARG_MEAN, mean)
                .set(DNNL_ARG_VARIANCE, variance);
    }

    /** Forward and backward, with the statistics of the batch or with given ones. */
    static final class Training {
        private final OneDnnOperation forward;
        private final OneDnnOperation backward;

        /**
         * Creates them for images of [count, channels, height, width].
         *
         * @param fixed whether mean and variance are given, and backward computes the gradient of the images only
         */
        Training(long[] shape, float epsilon, boolean relu, boolean fixed) {
            int flags = flags(relu) | (fixed ? normalization_flags.use_global_stats.value : 0);
            memory.desc images = ChannelsLast.tensor(shape);
            memory.desc channels = OneDnn.tensor(memory.format_tag.x, shape[1]);
            batch_normalization_forward.primitive_desc ahead = new batch_normalization_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training.value,
                    images,
                    images,
                    epsilon,
                    flags,
                    OneDnn.settings(false),
                    false);
            batch_normalization_backward.primitive_desc back = new batch_normalization_backward.primitive_desc(
                    OneDnn.ENGINE,
                    fixed ? prop_kind.backward_data.value : prop_kind.backward.value,
                    images,
                    images,
                    images,
                    epsilon,
                    flags,
                    ahead,
                    OneDnn.settings(false),
                    false);
            forward = withStatistics(
                            new OneDnnOperation(new batch_normalization_forward(ahead), ahead), images, channels)
                    .array(DNNL_ARG_SHIFT, channels)
                    .array(DNNL_ARG_DST, images);
            backward = withStatistics(
                            new OneDnnOperation(new batch_normalization_backward(back), back), images, channels)
                    .array(DNNL_ARG_DIFF_DST, images)
                    .array(DNNL_ARG_DIFF_SRC, images)
                    // oneDNN wants their memory even where it leaves it alone.
                    .array(DNNL_ARG_DIFF_SCALE, channels)
                    .array(DNNL_ARG_DIFF_SHIFT, channels);
            if (relu) {
                // The mask of values that passed the ReLU.
                memory passed = new memory(ahead.workspace_desc(), OneDnn.ENGINE);
                forward.shared(DNNL_ARG_WORKSPACE, passed);
                backward.shared(DNNL_ARG_WORKSPACE, passed);
            }
        }

        /** Computes the result, and mean and variance (of the population) unless these are fixed. */
        void forward(
                INDArray images, INDArray scale, INDArray shift, INDArray mean, INDArray variance, INDArray result) {
            set(forward, images, scale, mean, variance)
                    .set(DNNL_ARG_SHIFT, shift)
                    .set(DNNL_ARG_DST, result)
                    .run();
        }

        /** Computes the gradients of images and, unless the statistics are fixed, of scale and shift from that of the result. */
        void backward(
                INDArray images,
                INDArray scale,
                INDArray mean,
                INDArray variance,
                INDArray gradient,
                INDArray ofImages,
                INDArray ofScale,
                INDArray ofShift) {
            set(backward, images, scale, mean, variance)
                    .set(DNNL_ARG_DIFF_DST, gradient)
                    .set(DNNL_ARG_DIFF_SRC, ofImages)
                    .set(DNNL_ARG_DIFF_SCALE, ofScale)
                    .set(DNNL_ARG_DIFF_SHIFT, ofShift)
                    .run();
        }
    }

    /** Forward only, with given statistics. */
    static final class Inference {
        private final OneDnnOperation forward;

        /** Creates it for images of [count, channels, height, width]. */
        Inference(long[] shape, float epsilon, boolean relu) {
            memory.desc images = ChannelsLast.tensor(shape);
            memory.desc channels = OneDnn.tensor(memory.format_tag.x, shape[1]);
            batch_normalization_forward.primitive_desc ahead = new batch_normalization_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_inference.value,
                    images,
                    images,
                    epsilon,
                    flags(relu) | normalization_flags.use_global_stats.value,
                    OneDnn.settings(false),
                    false);
            forward = withStatistics(
                            new OneDnnOperation(new batch_normalization_forward(ahead), ahead), images, channels)
                    .array(DNNL_ARG_SHIFT, channels)
                    .array(DNNL_ARG_DST, images);
        }

        /** Computes the result. */
        void forward(
                INDArray images, INDArray scale, INDArray shift, INDArray mean, INDArray variance, INDArray result) {
            set(forward, images, scale, mean, variance)
                    .set(DNNL_ARG_SHIFT, shift)
                    .set(DNNL_ARG_DST, result)
                    .run();
        }
    }
}
