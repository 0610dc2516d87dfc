package org.meanfield.engine.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One pass forward through a network.
 *
 * @param parameters its parameters
 * @param training whether batch norm takes the statistics of the batch
 * @param dropout draws the dropout masks; empty for none
 * @param type the type of products and activations
 * @param afterwards what is left to be done once nothing of the pass is needed any more
 */
record Pass(
        FlatParameters parameters,
        boolean training,
        Optional<Generator> dropout,
        ScalarType type,
        List<Runnable> afterwards) {
    Pass(FlatParameters parameters, boolean training, Optional<Generator> dropout, ScalarType type) {
        this(parameters, training, dropout, type, new ArrayList<>());
    }

    /** Does what is left to be done, outside of automatic differentiation. */
    void finish() {
        afterwards.forEach(Runnable::run);
    }

    /** Returns a tensor in the type of products. */
    Tensor cast(Tensor tensor) {
        return type == ScalarType.Float ? tensor : tensor.to(type);
    }
}
