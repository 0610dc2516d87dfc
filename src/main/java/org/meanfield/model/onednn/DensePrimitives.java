package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN's primitives of x · W + b and an optional ReLU, for batches of one size. */
final class DensePrimitives {
    private final boolean relu;
    private final OneDnnOperation forward;
    private final OneDnnOperation ofRelu;
    private final OneDnnOperation ofWeights;
    private final OneDnnOperation ofInput;

    /** Creates them for inputs of [examples, in] and weights of [in, out]. */
    DensePrimitives(long examples, long in, long out, boolean relu) {
        this.relu = relu;
        memory.desc input = OneDnn.tensor(memory.format_tag.ab, examples, in);
        memory.desc result = OneDnn.tensor(memory.format_tag.ab, examples, out);
        memory.desc bias = OneDnn.tensor(memory.format_tag.x, out);
        // oneDNN's weights are [out, in]: DL4J's [in, out] in f order, transposed.
        memory.desc weights = OneDnn.tensor(memory.format_tag.ab, out, in);
        inner_product_forward.primitive_desc ahead = new inner_product_forward.primitive_desc(
                OneDnn.ENGINE, prop_kind.forward_training, input, weights, bias, result, OneDnn.settings(relu), false);
        forward = new OneDnnOperation(new inner_product_forward(ahead), ahead)
                .array(DNNL_ARG_SRC, input)
                .array(DNNL_ARG_WEIGHTS, weights)
                .array(DNNL_ARG_BIAS, bias)
                .array(DNNL_ARG_DST, result);
        ofRelu = OneDnnOperation.reluGradientInPlace(result);
        inner_product_backward_weights.primitive_desc toWeights = new inner_product_backward_weights.primitive_desc(
                OneDnn.ENGINE, input, weights, bias, result, ahead, OneDnn.settings(false), false);
        ofWeights = new OneDnnOperation(new inner_product_backward_weights(toWeights), toWeights)
                .array(DNNL_ARG_SRC, input)
                .array(DNNL_ARG_DIFF_DST, result)
                .array(DNNL_ARG_DIFF_WEIGHTS, weights)
                .array(DNNL_ARG_DIFF_BIAS, bias);
        inner_product_backward_data.primitive_desc toInput = new inner_product_backward_data.primitive_desc(
                OneDnn.ENGINE, input, weights, result, ahead, OneDnn.settings(false), false);
        ofInput = new OneDnnOperation(new inner_product_backward_data(toInput), toInput)
                .array(DNNL_ARG_DIFF_DST, result)
                .array(DNNL_ARG_WEIGHTS, weights)
                .array(DNNL_ARG_DIFF_SRC, input);
    }

    /** Returns {@code rows} themselves, or a contiguous copy. */
    static INDArray rows(INDArray rows, LayerWorkspaceMgr workspaces, ArrayType place) {
        boolean plain =
                (rows.size(0) == 1 || rows.stride(0) == rows.size(1)) && (rows.size(1) == 1 || rows.stride(1) == 1);
        return plain ? rows : workspaces.dup(place, rows, 'c');
    }

    /** Returns uninitialized rows. */
    static INDArray create(LayerWorkspaceMgr workspaces, ArrayType place, long examples, long values) {
        return workspaces.createUninitialized(place, DataType.FLOAT, new long[] {examples, values}, 'c');
    }

    /** Computes {@code result} from input, weights and bias. */
    void forward(INDArray input, INDArray weights, INDArray bias, INDArray result) {
        forward.set(DNNL_ARG_SRC, input)
                .set(DNNL_ARG_WEIGHTS, weights)
                .set(DNNL_ARG_BIAS, bias)
                .set(DNNL_ARG_DST, result)
                .run();
    }

    /** Backpropagates the gradient of {@code result} through the ReLU, if there is one, in place. */
    void throughRelu(INDArray result, INDArray gradient) {
        if (relu) {
            ofRelu.set(DNNL_ARG_DST, result).set(DNNL_ARG_DIFF_DST, gradient).run();
        }
    }

    /** Computes the gradients of weights and bias. */
    void weights(INDArray input, INDArray gradient, INDArray ofWeights, INDArray ofBias) {
        this.ofWeights
                .set(DNNL_ARG_SRC, input)
                .set(DNNL_ARG_DIFF_DST, gradient)
                .set(DNNL_ARG_DIFF_WEIGHTS, ofWeights)
                .set(DNNL_ARG_DIFF_BIAS, ofBias)
                .run();
    }

    /** Computes the gradient of the input. */
    void input(INDArray gradient, INDArray weights, INDArray ofInput) {
        this.ofInput
                .set(DNNL_ARG_DIFF_DST, gradient)
                .set(DNNL_ARG_WEIGHTS, weights)
                .set(DNNL_ARG_DIFF_SRC, ofInput)
                .run();
    }
}
