package org.meanfield.engine.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What a vertex of a network computes. */
@FunctionalInterface
interface Operation {
    /** Computes one thing of one input. */
    @FunctionalInterface
    interface Simple extends Operation {
        Tensor of(Pass pass, Tensor input);

        @Override
        default Tensor of(Pass pass, List<Tensor> inputs) {
            return of(pass, inputs.get(0));
        }

        /** Returns this and then another. */
        default Simple then(Simple next) {
            return (pass, input) -> next.of(pass, of(pass, input));
        }
    }

    /** Returns its output. */
    Tensor of(Pass pass, List<Tensor> inputs);
}
