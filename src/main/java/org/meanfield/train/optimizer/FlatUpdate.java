package org.meanfield.train.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.meanfield.model.Freeze;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * How a network's flat parameters are updated, for an engine with arrays of its own: one formula for all that is
 * trainable, and weight decay of ranges.
 *
 * @param optimizer the optimizer of all parameters that have one
 * @param blocks the trainable ranges, each with its own part of DL4J's flat optimizer state
 * @param decayed the ranges with weight decay
 */
public record FlatUpdate(IUpdater optimizer, List<Block> blocks, List<Decayed> decayed) {
    /**
     * A range of trainable parameters. Of DL4J's optimizer state it has, from {@code state} on, the first value of each of
     * its parameters, then the second.
     *
     * @param from the first one
     * @param until the one after the last
     */
    public record Block(int from, int until, int state) {}

    /** A range of parameters with weight decay. */
    public record Decayed(int from, int until, Decay decay) {
        /** Returns whether the decay comes after the optimizer's formula, as w ← w − coefficient · w. */
        public boolean decoupled() {
            return decay.applyStep() == ApplyStep.POST_UPDATER;
        }

        /** Returns the coefficient of w. */
        public double coefficient(double learningRate, int iteration) {
            return decay.coefficient(learningRate, iteration, 0);
        }
    }

    /**
     * Returns that of a network.
     *
     * @throws IllegalArgumentException if it has several optimizers, or settings other than an {@link Optimizer}'s, with
     *     what it has
     */
    public static FlatUpdate of(ComputationGraph network) {
        List<UpdaterBlock> trainable = network.getUpdater().getUpdaterBlocks().stream()
                .filter(block ->
                        isTrained(optimizer(block.getLayersAndVariablesInBlock().get(0))))
                .toList();
        List<ParamState> parts = trainable.stream()
                .flatMap(block -> block.getLayersAndVariablesInBlock().stream())
                .toList();
        List<IUpdater> optimizers =
                parts.stream().map(FlatUpdate::optimizer).distinct().toList();
        must(optimizers.size() == 1, "%d optimizers", optimizers.size());
        must(BlockUpdate.knows(optimizers.get(0)), "the optimizer %s", optimizers.get(0));
        return new FlatUpdate(
                optimizers.get(0),
                trainable.stream()
                        .map(block -> new Block(
                                block.getParamOffsetStart(),
                                block.getParamOffsetEnd(),
                                block.getUpdaterViewOffsetStart()))
                        .toList(),
                parts.stream().flatMap(FlatUpdate::decayed).toList());
    }

    private static Stream<Decayed> decayed(ParamState part) {
        GradientNormalization normalization = part.getLayer().getConfig().getGradientNormalization();
        must(
                normalization == null || normalization == GradientNormalization.None,
                "gradient normalization %s",
                normalization);
        List<Decayed> decayed = new ArrayList<>();
        FusedUpdate.regularization(part).forEach(each -> {
            must(each instanceof Decay, "the regularization %s", each);
            decayed.add(new Decayed(part.getParamOffsetStart(), part.getParamOffsetEnd(), (Decay) each));
        });
        return decayed.stream();
    }

    private static boolean isTrained(IUpdater optimizer) {
        return !(optimizer instanceof NoOp) && !Freeze.isFrozen(optimizer);
    }

    private static IUpdater optimizer(ParamState part) {
        return FusedUpdate.updater(part);
    }

    private static void must(boolean ok, String what, Object value) {
        if (!ok) {
            throw new IllegalArgumentException(what.formatted(value));
        }
    }

    /** Returns the formula after {@code iteration} local steps. */
    public Formula formula(int iteration) {
        return Formula.of(optimizer, iteration);
    }

    /** Returns the scheduled learning rate after {@code iteration} local steps. */
    public double learningRate(int iteration) {
        return optimizer.getLearningRate(iteration, 0);
    }

    /** Returns the length of DL4J's flat optimizer state. */
    public int stateLength() {
        return formula(0).states()
                * blocks.stream()
                        .mapToInt(block -> block.until() - block.from())
                        .sum();
    }
}
