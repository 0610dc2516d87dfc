package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN's primitives of one convolution, with its bias and an optional ReLU, for images of one shape. */
final class ConvolutionPrimitives {
    private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

    private final Window window;
    private final boolean relu;
    private final long[] imageShape;
    private final long[] resultShape;
    private final memory.desc images;
    private final memory.desc result;
    private final memory.desc bias;
    private final memory.desc weights;
    private final memory.desc anyWeights;
    private final convolution_forward.primitive_desc description;
    private final OneDnnOperation forward;

    /**
     * Creates them.
     *
     * @param imageShape [count, channels, height, width]
     * @param weightShape [filters, channels, height, width]
     */
    ConvolutionPrimitives(long[] imageShape, long[] weightShape, Window window, boolean relu) {
        this.window = window;
        this.relu = relu;
        this.imageShape = imageShape;
        resultShape = new long[] {imageShape[0], weightShape[0], window.output()[0], window.output()[1]};
        images = ChannelsLast.tensor(imageShape);
        result = ChannelsLast.tensor(resultShape);
        bias = OneDnn.tensor(memory.format_tag.x, weightShape[0]);
        weights = OneDnn.tensor(memory.format_tag.oihw, weightShape);
        anyWeights = OneDnn.tensor(memory.format_tag.any, weightShape);
        description = new convolution_forward.primitive_desc(
                OneDnn.ENGINE,
                dnnl.prop_kind.forward_training,
                DIRECT,
                images,
                anyWeights,
                bias,
                result,
                window.stride(),
                window.dilation(),
                window.before(),
                window.after(),
                OneDnn.settings(relu),
                false);
        forward = new OneDnnOperation(new convolution_forward(description), description)
                .array(DNNL_ARG_SRC, images)
                .read(DNNL_ARG_WEIGHTS, weights, description.weights_desc())
                .array(DNNL_ARG_BIAS, bias)
                .array(DNNL_ARG_DST, result);
    }

    /** Computes {@code result} from images, weights and bias. */
    void forward(INDArray images, INDArray weights, INDArray bias, INDArray result) {
        forward.set(DNNL_ARG_SRC, images)
                .set(DNNL_ARG_WEIGHTS, weights)
                .set(DNNL_ARG_BIAS, bias)
                .set(DNNL_ARG_DST, result)
                .run();
    }

    /** Returns the primitives of the backward pass. */
    Backward backward() {
        return new Backward();
    }

    /** The gradients. */
    final class Backward {
        private final GradientLayouts layouts = GradientLayouts.of(window, imageShape[1], resultShape[1]);
        private final OneDnnOperation ofRelu = OneDnnOperation.reluGradientInPlace(result);
        private final OneDnnOperation ofWeights = weightGradient();
        private final OneDnnOperation ofImages = imageGradient();

        private OneDnnOperation weightGradient() {
            memory.format_tag layout = isMiscomputed() ? memory.format_tag.nchw : layouts.ofWeightGradient();
            memory.desc source = OneDnn.tensor(layout, imageShape);
            memory.desc delta = OneDnn.tensor(layout, resultShape);
            convolution_backward_weights.primitive_desc gradient = new convolution_backward_weights.primitive_desc(
                    OneDnn.ENGINE,
                    DIRECT,
                    source,
                    anyWeights,
                    bias,
                    delta,
                    window.stride(),
                    window.dilation(),
                    window.before(),
                    window.after(),
                    description,
                    OneDnn.settings(false),
                    false);
            return new OneDnnOperation(new convolution_backward_weights(gradient), gradient)
                    .read(DNNL_ARG_SRC, images, source)
                    .read(DNNL_ARG_DIFF_DST, result, delta)
                    .written(DNNL_ARG_DIFF_WEIGHTS, gradient.diff_weights_desc(), weights)
                    .array(DNNL_ARG_DIFF_BIAS, bias);
        }

        /**
         * Whether oneDNN writes past the memory of the weights' gradient: of channels last, for one pixel and a stride, with fewer channels than a
         * vector has floats (uxlfoundation/oneDNN#6035, open with 3.11).
         */
        private boolean isMiscomputed() {
            return window.kernel()[0] * window.kernel()[1] == 1
                    && window.stride()[0] * window.stride()[1] > 1
                    && imageShape[1] < 16;
        }

        private OneDnnOperation imageGradient() {
            memory.desc delta = OneDnn.tensor(layouts.ofImageGradient(), resultShape);
            memory.desc made = OneDnn.tensor(layouts.ofImageGradient(), imageShape);
            convolution_backward_data.primitive_desc gradient = new convolution_backward_data.primitive_desc(
                    OneDnn.ENGINE,
                    DIRECT,
                    made,
                    anyWeights,
                    delta,
                    window.stride(),
                    window.dilation(),
                    window.before(),
                    window.after(),
                    description,
                    OneDnn.settings(false),
                    false);
            return new OneDnnOperation(new convolution_backward_data(gradient), gradient)
                    .read(DNNL_ARG_DIFF_DST, result, delta)
                    .read(DNNL_ARG_WEIGHTS, weights, gradient.weights_desc())
                    .written(DNNL_ARG_DIFF_SRC, made, images);
        }

        /** Backpropagates the gradient of {@code result} through the ReLU, if there is one, in place. */
        void throughRelu(INDArray result, INDArray gradient) {
            if (relu) {
                ofRelu.set(DNNL_ARG_DST, result)
                        .set(DNNL_ARG_DIFF_DST, gradient)
                        .run();
            }
        }

        /** Computes the gradients of weights and bias. */
        void weights(INDArray images, INDArray gradient, INDArray ofWeights, INDArray ofBias) {
            this.ofWeights
                    .set(DNNL_ARG_SRC, images)
                    .set(DNNL_ARG_DIFF_DST, gradient)
                    .set(DNNL_ARG_DIFF_WEIGHTS, ofWeights)
                    .set(DNNL_ARG_DIFF_BIAS, ofBias)
                    .run();
        }

        /** Computes the gradient of the images. */
        void images(INDArray gradient, INDArray weights, INDArray ofImages) {
            this.ofImages
                    .set(DNNL_ARG_DIFF_DST, gradient)
                    .set(DNNL_ARG_WEIGHTS, weights)
                    .set(DNNL_ARG_DIFF_SRC, ofImages)
                    .run();
        }
    }
}
