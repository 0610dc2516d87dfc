package org.meanfield.train.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An optimizer of the local steps.
 *
 * <p>In the formulas w are the parameters, g the gradient of the mean loss of a mini-batch and lr the learning rate of
 * the local step. Unless an optimizer says otherwise, weight decay is coupled as in PyTorch: g ← g + weight-decay · w
 * comes first. Only weights decay; biases and the parameters of batch norm do not. The loss has no penalty term.
 */
public sealed interface Optimizer extends Serializable permits Sgd, Momentum, Nesterov, Adam, Adamw {
    /** Returns the learning rate that the schedule's factor multiplies; positive. */
    double learningRate();

    /** Returns the coefficient of the weight decay; 0 for none. */
    double weightDecay();

    /** Returns whether weight decay is decoupled from the gradient. */
    default boolean decoupled() {
        return false;
    }

    /** Returns this optimizer as a DL4J updater. */
    IUpdater updater(ISchedule learningRate);

    /**
     * Sets the optimizer, with its learning rate for each local step, and the weight decay of all layers added later.
     *
     * @param totalSteps the local steps of one worker in the whole training
     * @return {@code builder}
     * @throws org.meanfield.config.InvalidInputException if the warm-up is not shorter than the training
     */
    default NeuralNetConfiguration.Builder configure(
            NeuralNetConfiguration.Builder builder, Schedule schedule, long totalSteps) {
        // DL4J adds to the list, so it must be one that can grow.
        List<Regularization> decay = new ArrayList<>();
        if (weightDecay() > 0) {
            decay.add(new Decay(weightDecay(), decoupled()));
        }
        return builder.updater(updater(new LearningRate(learningRate(), schedule, totalSteps)))
                .regularization(decay);
    }
}
