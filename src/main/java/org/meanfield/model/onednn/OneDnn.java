package org.meanfield.model.onednn;

import static org.bytedeco.dnnl.global.dnnl.scratchpad_mode;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencl.global.OpenCL;

/** oneDNN's CPU engine. Its primitives work in single precision on the memory of ND4J's arrays. */
final class OneDnn {
    /** The CPU engine. */
    static final engine ENGINE = start();

    private OneDnn() {}

    private static engine start() {
        // oneDNN links against the OpenCL loader, which is not installed everywhere.
        Loader.load(OpenCL.class);
        return new engine(engine.kind.cpu, 0);
    }

    /** Returns the memory descriptor of a tensor in a named layout, or in the one that its primitive prefers. */
    static memory.desc tensor(memory.format_tag layout, long... shape) {
        return new memory.desc(shape, memory.data_type.f32, layout);
    }

    /** Returns a tensor whose place is set later. */
    static memory unplaced(memory.desc tensor) {
        return new memory(tensor, ENGINE, (Pointer) null);
    }

    /** Returns the attributes of a primitive, with or without a fused ReLU. Its scratchpad is the thread's. */
    static primitive_attr settings(boolean relu) {
        primitive_attr settings = new primitive_attr();
        settings.set_scratchpad_mode(scratchpad_mode.user);
        if (relu) {
            post_ops after = new post_ops();
            after.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
            settings.set_post_ops(after);
        }
        return settings;
    }
}
