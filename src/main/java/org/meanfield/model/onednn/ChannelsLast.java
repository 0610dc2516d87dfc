package org.meanfield.model.onednn;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images of [count, channels, height, width] with channels last in memory (NHWC): oneDNN's fastest layout that is still
 * an ordinary strided array.
 */
final class ChannelsLast {
    private long[] shape = {};
    private long[] strides = {};
    private OneDnnOperation copy;

    /** Returns the memory descriptor of such images. */
    static memory.desc tensor(long... shape) {
        return OneDnn.tensor(memory.format_tag.nhwc, shape);
    }

    /** Returns uninitialized images. */
    static INDArray create(LayerWorkspaceMgr workspaces, ArrayType place, long... shape) {
        return workspaces
                .createUninitialized(place, DataType.FLOAT, new long[] {shape[0], shape[2], shape[3], shape[1]}, 'c')
                .permute(0, 3, 1, 2);
    }

    /** Returns {@code images} themselves, or a copy in this layout. */
    INDArray of(INDArray images, LayerWorkspaceMgr workspaces, ArrayType place) {
        long[] wanted = images.shape();
        if (isChannelsLast(images)) {
            return images;
        }
        if (!Arrays.equals(shape, wanted) || !Arrays.equals(strides, images.stride())) {
            shape = wanted.clone();
            strides = images.stride().clone();
            copy = OneDnnOperation.reorder(new memory.desc(shape, memory.data_type.f32, strides), tensor(shape));
        }
        INDArray result = create(workspaces, place, shape);
        copy.set(dnnl.DNNL_ARG_FROM, images).set(dnnl.DNNL_ARG_TO, result).run();
        return result;
    }

    private static boolean isChannelsLast(INDArray images) {
        long[] shape = images.shape();
        long[] wanted = {shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]};
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] > 1 && images.stride(i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
