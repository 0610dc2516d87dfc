package org.meanfield.engine.dl4j;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.meanfield.model.Freeze;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.optimizer.FusedUpdate;
import org.meanfield.train.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.NoOpUpdater;

/**
 * One optimizer step of a network on one mini-batch: what {@link ComputationGraph#fit} does, to the bit, with the
 * gradient clipped between backpropagation and optimizer.
 *
 * @param clipping bounds the gradient, before weight decay
 */
public record LocalStep(GradientClipping clipping) implements Serializable {
    /**
     * Takes a step, updating the parameters and the updater state of {@code network}.
     *
     * @param network a network with one input and one output, used by this thread only
     * @param features a batch in the shape of the network's input, examples along the first dimension
     * @param labels one row for each example
     * @param iteration the number of local steps taken before this one, which determines the learning rate
     * @return the mean loss of the batch before the step; without a penalty for weights, if {@link Optimizer#configure}
     *     set the optimizer
     */
    public double take(ComputationGraph network, INDArray features, INDArray labels, long iteration) {
        int step = Math.toIntExact(iteration);
        network.getConfiguration().setIterationCount(step);
        network.setInput(0, features);
        network.setLabel(0, labels);
        network.computeGradientAndScore();

        int examples = network.batchSize();
        ComputationGraphUpdater updater = network.getUpdater();
        clipping.clip(gradient(updater), examples);
        if (FusedUpdate.takes(updater.getUpdaterBlocks())) {
            FusedUpdate.take(updater.getUpdaterBlocks(), examples, step, network.getEpochCount());
        } else {
            update(network, updater, step, examples);
        }

        network.getConfiguration().setIterationCount(step + 1);
        network.applyConstraints(step + 1, network.getEpochCount());
        network.clearLayersStates();
        return network.score();
    }

    /** DL4J's own update, for data types other than float and on a GPU. */
    private static void update(ComputationGraph network, ComputationGraphUpdater updater, int step, int examples) {
        // The optimizers work in place: no workspace is needed.
        updater.update(
                network.gradient(), step, network.getEpochCount(), examples, LayerWorkspaceMgr.noWorkspacesImmutable());
        INDArray update = updater.getFlattenedGradientsView();
        network.params().subi(update.reshape(update.length()));
    }

    /** The gradient without frozen layers and the entries in which batch norm passes its running statistics, which are not trainable. */
    private static List<INDArray> gradient(ComputationGraphUpdater updater) {
        return updater.getUpdaterBlocks().stream()
                .filter(block -> !(block.getGradientUpdater() instanceof NoOpUpdater)
                        && !Freeze.isFrozen(block.getGradientUpdater().getConfig()))
                .map(UpdaterBlock::getGradientView)
                .toList();
    }
}
