package org.meanfield.train;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.meanfield.train.optimizer.FusedUpdate;
import org.meanfield.train.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.NoOpUpdater;

/**
 * One optimizer step of a network on one mini-batch: what {@link ComputationGraph#fit} does, to the bit, with the
 * gradient clipped between backpropagation and optimizer.
 *
 * @param clipping what bounds the gradient; the decay of the weights comes after it
 */
public record LocalStep(GradientClipping clipping) implements Serializable {
    /**
     * Takes a step: parameters and updater state of {@code network} change.
     *
     * @param network one with one input and one output, used by this thread only
     * @param features a batch as the network's input wants it, examples along the first dimension
     * @param labels one row for each example
     * @param iteration the local steps taken before this one, which the learning rate depends on
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

    /** DL4J's way, for other types than float and on a GPU. */
    private static void update(ComputationGraph network, ComputationGraphUpdater updater, int step, int examples) {
        // The optimizers work in place: there is nothing to put into a workspace.
        updater.update(
                network.gradient(), step, network.getEpochCount(), examples, LayerWorkspaceMgr.noWorkspacesImmutable());
        INDArray update = updater.getFlattenedGradientsView();
        network.params().subi(update.reshape(update.length()));
    }

    /** The gradient without what batch norm puts in its place for its statistics, which are averages and not learnt. */
    private static List<INDArray> gradient(ComputationGraphUpdater updater) {
        return updater.getUpdaterBlocks().stream()
                .filter(block -> !(block.getGradientUpdater() instanceof NoOpUpdater))
                .map(UpdaterBlock::getGradientView)
                .toList();
    }
}
