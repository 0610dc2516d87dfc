package org.meanfield.model.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A oneDNN primitive with its arguments: arrays, set before each run, and its own memory for arguments in another
 * layout than the arrays'. Belongs to one thread at a time.
 */
final class OneDnnOperation {
    private static final ThreadLocal<Lane> LANE = ThreadLocal.withInitial(Lane::new);

    private final primitive work;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final Map<Integer, memory> arrays = new HashMap<>();
    private final List<OneDnnOperation> before = new ArrayList<>();
    private final List<OneDnnOperation> after = new ArrayList<>();
    private final Map<Integer, OneDnnOperation> converters = new HashMap<>();
    private final memory scratch;
    private final long scratchBytes;

    /** Creates an operation without arguments. */
    OneDnnOperation(primitive work, primitive_desc_base description) {
        this.work = work;
        memory.desc needed = description.scratchpad_desc();
        this.scratch = OneDnn.unplaced(needed);
        this.scratchBytes = needed.get_size();
        if (scratchBytes > 0) {
            arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
        }
    }

    /** Returns one that copies {@code DNNL_ARG_FROM} to {@code DNNL_ARG_TO}, from one layout to another. */
    static OneDnnOperation reorder(memory.desc from, memory.desc to) {
        reorder.primitive_desc description =
                new reorder.primitive_desc(OneDnn.ENGINE, from, OneDnn.ENGINE, to, OneDnn.settings(false), false);
        return new OneDnnOperation(new reorder(description), description)
                .array(dnnl.DNNL_ARG_FROM, from)
                .array(dnnl.DNNL_ARG_TO, to);
    }

    /** Returns one that sets DIFF_DST to 0, in place, where DST, the output of a ReLU, is 0. */
    static OneDnnOperation reluGradientInPlace(memory.desc tensor) {
        OneDnnOperation operation = reluGradient(tensor);
        operation.arguments.put(dnnl.DNNL_ARG_DIFF_SRC, operation.arrays.get(dnnl.DNNL_ARG_DIFF_DST));
        return operation;
    }

    /** Returns one that computes DIFF_SRC from DIFF_DST, with 0 where DST, the output of a ReLU, is 0. */
    static OneDnnOperation reluGradient(memory.desc tensor) {
        dnnl.algorithm relu = dnnl.algorithm.eltwise_relu_use_dst_for_bwd;
        eltwise_forward.primitive_desc forward = new eltwise_forward.primitive_desc(
                OneDnn.ENGINE, dnnl.prop_kind.forward_training, relu, tensor, tensor, 0, OneDnn.settings(false), false);
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                OneDnn.ENGINE, relu, tensor, tensor, tensor, 0, forward, OneDnn.settings(false), false);
        return new OneDnnOperation(new eltwise_backward(description), description)
                .array(dnnl.DNNL_ARG_DST, tensor)
                .array(dnnl.DNNL_ARG_DIFF_DST, tensor)
                .array(dnnl.DNNL_ARG_DIFF_SRC, tensor);
    }

    /** Adds an argument that is an array in the primitive's layout. */
    OneDnnOperation array(int argument, memory.desc layout) {
        memory place = OneDnn.unplaced(layout);
        arguments.put(argument, place);
        arrays.put(argument, place);
        return this;
    }

    /** Adds an argument in memory owned by another operation. */
    OneDnnOperation shared(int argument, memory owned) {
        arguments.put(argument, owned);
        return this;
    }

    /** Adds an input: an array in one layout, read by the primitive in another. */
    OneDnnOperation read(int argument, memory.desc array, memory.desc wanted) {
        if (array.equals(wanted)) {
            return array(argument, wanted);
        }
        OneDnnOperation conversion = reorder(array, wanted);
        arguments.put(argument, conversion.own(dnnl.DNNL_ARG_TO, wanted));
        converters.put(argument, conversion);
        before.add(conversion);
        return this;
    }

    /** Adds an output: written by the primitive in one layout, an array in another. */
    OneDnnOperation written(int argument, memory.desc made, memory.desc array) {
        if (array.equals(made)) {
            return array(argument, made);
        }
        OneDnnOperation conversion = reorder(made, array);
        arguments.put(argument, conversion.own(dnnl.DNNL_ARG_FROM, made));
        converters.put(argument, conversion);
        after.add(conversion);
        return this;
    }

    private memory own(int argument, memory.desc layout) {
        memory owned = new memory(layout, OneDnn.ENGINE);
        arguments.put(argument, owned);
        return owned;
    }

    /** Sets the array of an argument for the next run. */
    OneDnnOperation set(int argument, INDArray array) {
        OneDnnOperation conversion = converters.get(argument);
        if (conversion != null) {
            conversion.set(before.contains(conversion) ? dnnl.DNNL_ARG_FROM : dnnl.DNNL_ARG_TO, array);
        } else if (array.dataType() == DataType.FLOAT) {
            arrays.get(argument).set_data_handle(array.data().addressPointer());
        } else {
            throw new IllegalArgumentException("An array of type %s, not float".formatted(array.dataType()));
        }
        return this;
    }

    /** Executes the primitive. */
    void run() {
        before.forEach(OneDnnOperation::run);
        Lane lane = LANE.get();
        if (scratchBytes > 0) {
            lane.lend(scratch, scratchBytes);
        }
        work.execute(lane.order, arguments);
        after.forEach(OneDnnOperation::run);
    }

    /** The stream and the scratchpad of a thread. */
    private static final class Lane {
        private final stream order = new stream(OneDnn.ENGINE);
        private long size = 1 << 16;
        private memory scratch = bytes(size);

        private static memory bytes(long count) {
            return new memory(
                    new memory.desc(new long[] {count}, memory.data_type.u8, memory.format_tag.x), OneDnn.ENGINE);
        }

        void lend(memory borrower, long bytes) {
            if (bytes > size) {
                size = bytes;
                scratch = bytes(bytes);
            }
            borrower.set_data_handle(scratch.get_data_handle());
        }
    }
}
