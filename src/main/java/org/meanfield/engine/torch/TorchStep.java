package org.meanfield.engine.torch;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.meanfield.train.Consistency;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.optimizer.FlatUpdate;
import org.meanfield.train.optimizer.Formula;

/**
 * One optimizer step of a network: the formulas of {@code engine.dl4j}'s, as a few operations over all parameters at once.
 *
 * @param graph the network
 * @param layout where its parameters lie
 * @param clipping bounds the gradient, before weight decay
 */
record TorchStep(TorchGraph graph, Layout layout, GradientClipping clipping) {
    /** DL4J's lower bound of a probability in the loss, which keeps its logarithm finite. */
    private static final double SMALLEST = Math.log(1e-10);

    /** As PyTorch's {@code clip_grad_norm_}. */
    private static final double NORM_EPSILON = 1e-6;

    /**
     * Takes a step.
     *
     * @param images [examples, channels, height, width], or three views of each, view after view
     * @param labels [examples, classes]
     * @param weight of the {@link Consistency} between three views; 0 for one view
     * @param iteration the number of local steps taken before this one, which determines the learning rate
     * @return the sum over the examples of the loss before the step, a tensor of one number
     */
    Tensor take(Pass pass, Tensor images, Tensor labels, double weight, int iteration) {
        FlatParameters parameters = pass.parameters();
        parameters.gradient().zero_();
        Tensor ofAll = torch.log_softmax(graph.logits(pass, images), 1);
        long examples = labels.size(0);
        Tensor logarithms = ofAll.narrow(0, 0, examples);
        Tensor term = weight == 0 ? torch.zeros(1) : divergence(ofAll, examples).mul(new Scalar(weight));
        Tensor loss = logarithms.mul(labels).sum().neg();
        (weight == 0 ? loss : loss.add(term)).mul(new Scalar(1.0 / examples)).backward();
        try (NoGradGuard plain = new NoGradGuard()) {
            pass.finish();
            clip(parameters.gradient());
            update(parameters, iteration);
            for (Layout.Norm norm : layout.norms()) {
                Tensor running = parameters.values().narrow(0, norm.offset(), norm.length());
                Tensor ofBatch = parameters.ofBatch().narrow(0, norm.offset(), norm.length());
                running.add_(ofBatch.sub(running), new Scalar(1 - norm.decay()));
            }
            Tensor sum =
                    logarithms.clamp_min(new Scalar(SMALLEST)).mul(labels).sum().neg();
            return weight == 0 ? sum : sum.add(term);
        }
    }

    /** Returns the sum over the examples of the Jensen–Shannon divergence between the views. */
    private static Tensor divergence(Tensor logarithms, long examples) {
        long classes = logarithms.size(1);
        Tensor views = logarithms.view(Consistency.VIEWS, examples, classes);
        Tensor probabilities = views.exp();
        Tensor mean = probabilities
                .sum(0)
                .mul(new Scalar(1.0 / Consistency.VIEWS))
                .clamp_min(new Scalar(Consistency.SMALLEST))
                .log();
        return probabilities.mul(views.sub(mean)).sum().mul(new Scalar(1.0 / Consistency.VIEWS));
    }

    private void clip(Tensor gradient) {
        if (clipping instanceof GradientClipping.Value value) {
            gradient.clamp_(new ScalarOptional(new Scalar(-value.max())), new ScalarOptional(new Scalar(value.max())));
        } else if (clipping instanceof GradientClipping.GlobalNorm bound) {
            Tensor norm = torch.linalg_vector_norm(
                    gradient, new Scalar(2.0), new long[] {0}, false, new ScalarTypeOptional(ScalarType.Double));
            Tensor scale = norm.add(new Scalar(NORM_EPSILON)).reciprocal().mul(new Scalar(bound.max()));
            // A NaN, which is not less than 1, is left to its own component.
            gradient.mul_(torch.where(scale.lt(new Scalar(1.0)), scale, new Scalar(1.0)));
        }
    }

    private void update(FlatParameters parameters, int iteration) {
        FlatUpdate update = layout.update();
        double rate = update.learningRate(iteration);
        for (FlatUpdate.Decayed decayed : update.decayed()) {
            Tensor weights = part(parameters.values(), decayed);
            double coefficient = decayed.coefficient(rate, iteration);
            if (decayed.decoupled()) {
                weights.mul_(new Scalar(1 - coefficient));
            } else {
                part(parameters.gradient(), decayed).add_(weights, new Scalar(coefficient));
            }
        }
        apply(update.formula(iteration), parameters);
    }

    private static Tensor part(Tensor flat, FlatUpdate.Decayed range) {
        return flat.narrow(0, range.from(), range.until() - range.from());
    }

    private static void apply(Formula formula, FlatParameters parameters) {
        Tensor w = parameters.values();
        Tensor g = parameters.gradient();
        if (formula instanceof Formula.Descent descent) {
            w.sub_(g, new Scalar(descent.rate()));
        } else if (formula instanceof Formula.Velocity velocity) {
            Scalar momentum = new Scalar(velocity.momentum());
            Tensor v = parameters.state(0).mul_(momentum).add_(g);
            w.sub_(velocity.nesterov() ? g.add_(v, momentum) : v, new Scalar(velocity.rate()));
        } else if (formula instanceof Formula.Moments moments) {
            Tensor m = parameters.state(0);
            m.mul_(new Scalar(moments.beta1())).add_(g, new Scalar(1 - moments.beta1()));
            Tensor v = parameters.state(1);
            v.mul_(new Scalar(moments.beta2())).addcmul_(g, g, new Scalar(1 - moments.beta2()));
            w.addcdiv_(m, v.sqrt().add_(new Scalar(moments.epsilon())), new Scalar(-moments.rate()));
        }
    }
}
