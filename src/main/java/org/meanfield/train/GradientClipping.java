package org.meanfield.train;

import java.io.Serializable;
import java.util.List;
import org.meanfield.config.Check;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A bound on the gradient of the mean loss of a mini-batch. A component that is NaN stays NaN, so that a diverged training
 * shows.
 *
 * <p>DL4J's gradient is the sum over a mini-batch until its updater divides it by the number of examples; the bounds here
 * are of the mean, as in PyTorch, and are applied to the sum.
 */
public sealed interface GradientClipping extends Serializable
        permits GradientClipping.None, GradientClipping.Value, GradientClipping.GlobalNorm {
    /**
     * Clips a gradient in place.
     *
     * @param gradient arrays that together are the gradient, summed over the mini-batch
     * @param examples the number of examples of the mini-batch
     */
    void clip(List<INDArray> gradient, int examples);

    /** Leaves gradients as they are. */
    record None() implements GradientClipping {
        @Override
        public void clip(List<INDArray> gradient, int examples) {
            // Nothing is out of bounds.
        }
    }

    /**
     * Brings each component into [−max, max].
     *
     * @param max the bound, positive
     */
    record Value(double max) implements GradientClipping {
        /** Checks the settings. */
        public Value {
            Check.that(max > 0 && Double.isFinite(max), "max", max, "positive");
        }

        @Override
        public void clip(List<INDArray> gradient, int examples) {
            double bound = max * examples;
            for (INDArray part : gradient) {
                Nd4j.exec(DynamicCustomOp.builder("clipbyvalue")
                        .addInputs(part)
                        .callInplace(true)
                        .addFloatingPointArguments(-bound, bound)
                        .build());
            }
        }
    }

    /**
     * Scales the whole gradient by min(1, max / (norm + 1e-6)), where norm is the Euclidean norm over all parameters, as
     * PyTorch's {@code clip_grad_norm_} (Pascanu, Mikolov and Bengio 2013). With one native thread its bits repeat.
     *
     * @param max the bound, positive
     */
    record GlobalNorm(double max) implements GradientClipping {
        /** Checks the settings. */
        public GlobalNorm {
            Check.that(max > 0 && Double.isFinite(max), "max", max, "positive");
        }

        @Override
        public void clip(List<INDArray> gradient, int examples) {
            double squares = 0;
            for (INDArray part : gradient) {
                // BLAS: for half a million components ND4J's norm2 takes over ten times as long and is off by 1e-4.
                squares += Nd4j.getBlasWrapper().dot(part, part);
            }
            double scale = Math.min(1, max / (Math.sqrt(squares) / examples + 1e-6));
            // A NaN, which ND4J would take for a factor of 1e-5, is left to its own component.
            if (scale < 1) {
                gradient.forEach(part -> part.muli(scale));
            }
        }
    }
}
