package org.meanfield.engine.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.meanfield.engine.torch.Operation.Simple;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** ND4J's activation functions as libtorch's. */
final class Activations {
    /** Of ND4J's fast GELU, x · σ(1.702 x). */
    private static final double GELU = 1.702;

    private Activations() {}

    /**
     * Returns a function.
     *
     * @throws IllegalArgumentException if there is none here
     */
    static Simple of(IActivation function) {
        if (function instanceof ActivationIdentity) {
            return (pass, x) -> x;
        }
        if (function instanceof ActivationReLU relu && isPlain(relu)) {
            return (pass, x) -> torch.relu(x);
        }
        if (function instanceof ActivationLReLU leaky) {
            return (pass, x) -> torch.leaky_relu(x, new Scalar(leaky.getAlpha()));
        }
        if (function instanceof ActivationELU elu) {
            return (pass, x) -> torch.elu(x, new Scalar(elu.getAlpha()), new Scalar(1.0), new Scalar(1.0));
        }
        if (function instanceof ActivationSELU) {
            return (pass, x) -> torch.selu(x);
        }
        if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
            return (pass, x) -> x.mul(torch.sigmoid(x.mul(new Scalar(GELU))));
        }
        if (function instanceof ActivationTanH) {
            return (pass, x) -> torch.tanh(x);
        }
        if (function instanceof ActivationSigmoid) {
            return (pass, x) -> torch.sigmoid(x);
        }
        throw new IllegalArgumentException("the activation " + function);
    }

    private static boolean isPlain(ActivationReLU relu) {
        return isZero(relu.getMax()) && isZero(relu.getThreshold()) && isZero(relu.getNegativeSlope());
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }
}
