package org.meanfield.engine.torch;

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
 */
record Pass(FlatParameters parameters, boolean training, Optional<Generator> dropout, ScalarType type) {
    /** Returns a tensor in the type of products. */
    Tensor cast(Tensor tensor) {
        return type == ScalarType.Float ? tensor : tensor.to(type);
    }
}
