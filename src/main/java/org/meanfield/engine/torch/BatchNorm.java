package org.meanfield.engine.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.meanfield.engine.torch.Operation.Simple;

/**
 * Batch norm with DL4J's statistics: running ← decay · running + (1 − decay) · batch, with the variance of the batch as of a
 * population. libtorch's own running variance is the unbiased one.
 *
 * @param name the layer
 * @param frozen whether it computes in training as in inference
 * @param epsilon what is added to the variance, positive
 * @param decay share of the running statistics that is kept
 */
record BatchNorm(String name, boolean frozen, double epsilon, double decay) implements Simple {
    @Override
    public Tensor of(Pass pass, Tensor x) {
        FlatParameters parameters = pass.parameters();
        TensorOptional gamma = new TensorOptional(parameters.leaf(name, "gamma"));
        TensorOptional beta = new TensorOptional(parameters.leaf(name, "beta"));
        if (frozen || !pass.training()) {
            return torch.batch_norm(
                    x,
                    gamma,
                    beta,
                    new TensorOptional(parameters.leaf(name, "mean")),
                    new TensorOptional(parameters.leaf(name, "var")),
                    false,
                    0,
                    epsilon,
                    true);
        }
        Tensor mean = parameters.ofBatch(name, "mean");
        Tensor variance = parameters.ofBatch(name, "var");
        Tensor result = torch.batch_norm(
                x, gamma, beta, new TensorOptional(mean), new TensorOptional(variance), true, 1, epsilon, true);
        double values = (double) x.numel() / x.size(1);
        pass.afterwards().add(() -> biased(variance, values));
        return result;
    }

    /** Makes the unbiased variance of so many values that of a population. */
    private static void biased(Tensor variance, double values) {
        if (values > 1) {
            variance.mul_(new Scalar((values - 1) / values));
        } else {
            variance.zero_();
        }
    }
}
