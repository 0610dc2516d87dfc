package org.meanfield.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Weight decay as in PyTorch: coupled, g ← g + coefficient · w before the optimizer; or decoupled, update ← update +
 * learning rate · coefficient · w after it. DL4J's own two do the same, and add their penalty to the loss; this one does
 * not, so that the loss stays that of the data, and a step need not compute the norm of the weights.
 */
record Decay(double coefficient, boolean decoupled) implements Regularization {
    @Override
    public ApplyStep applyStep() {
        return decoupled ? ApplyStep.POST_UPDATER : ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray weights, INDArray gradient, double learningRate, int iteration, int epoch) {
        double scale = decoupled ? learningRate * coefficient : coefficient;
        Nd4j.exec(new Axpy(weights, gradient, gradient, scale));
    }

    @Override
    public double score(INDArray weights, int iteration, int epoch) {
        return 0;
    }

    @Override
    public Decay clone() {
        return this;
    }
}
