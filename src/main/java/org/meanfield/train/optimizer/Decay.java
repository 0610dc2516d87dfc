package org.meanfield.train.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weight decay as in PyTorch: coupled, g ← g + coefficient · w before the optimizer; or decoupled, update ← update +
 * learning rate · coefficient · w after it. DL4J's own two also add their penalty to the loss; this one does not, so
 * the loss stays that of the data, and a step need not compute the norm of the weights.
 *
 * <p>It is an {@link L2Regularization} because DL4J M2.1 gives a builder's regularization of any other class, its
 * {@code WeightDecay} included, to each layer twice.
 */
public final class Decay extends L2Regularization {
    private static final long serialVersionUID = 1L;

    @JsonProperty("decoupled")
    private final boolean decoupled;

    Decay(double coefficient, boolean decoupled) {
        this(new FixedSchedule(coefficient), decoupled);
    }

    private Decay(@JsonProperty("l2") ISchedule coefficient, @JsonProperty("decoupled") boolean decoupled) {
        super(coefficient);
        this.decoupled = decoupled;
    }

    @Override
    public ApplyStep applyStep() {
        return decoupled ? ApplyStep.POST_UPDATER : ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray weights, INDArray gradient, double learningRate, int iteration, int epoch) {
        Nd4j.exec(new Axpy(weights, gradient, gradient, coefficient(learningRate, iteration, epoch)));
    }

    /** Returns the factor of the weights that is added to the gradient or the update. */
    double coefficient(double learningRate, int iteration, int epoch) {
        double coefficient = l2.valueAt(iteration, epoch);
        return decoupled ? learningRate * coefficient : coefficient;
    }

    @Override
    public double score(INDArray weights, int iteration, int epoch) {
        return 0;
    }

    @Override
    public Decay clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decay that && l2.equals(that.l2) && decoupled == that.decoupled;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof Decay;
    }

    @Override
    public int hashCode() {
        return 31 * l2.hashCode() + Boolean.hashCode(decoupled);
    }
}
